import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Bytes in whatever pieces, lines out; null stands for a line that is too long. */
class LineDecoder {
    static final int MAX_LINE = 1024; // bytes, without the line's end

    // ANCHOR: framing
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private boolean isDiscarding = false;

    List<byte[]> feed(byte[] data, int count) {
        var lines = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            if (data[i] == '\n') {
                if (!isDiscarding) lines.add(withoutCr(partial.toByteArray()));
                isDiscarding = false;
                partial.reset();
            } else if (!isDiscarding) {
                partial.write(data[i]);
                // The byte after the longest line may be the CR of its end.
                if (partial.size() > MAX_LINE && (partial.size() > MAX_LINE + 1 || data[i] != '\r')) {
                    lines.add(null);
                    isDiscarding = true;
                    partial.reset();
                }
            }
        }
        return lines;
    }

    /** A last line without its end, if there is one. */
    List<byte[]> endOfStream() {
        if (partial.size() == 0) return List.of();
        var lines = new ArrayList<byte[]>();
        lines.add(partial.size() <= MAX_LINE ? partial.toByteArray() : null);
        return lines;
    }

    private static byte[] withoutCr(byte[] line) {
        boolean has = line.length > 0 && line[line.length - 1] == '\r';
        return has ? java.util.Arrays.copyOf(line, line.length - 1) : line;
    }
    // ANCHOR_END: framing
}
