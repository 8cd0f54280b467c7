// Put into each page by `cargo book`, and by nothing else: everything that a page can do while its program runs.

import "./site.js";
import "./connection.js";
import "./progress.js";
import "./exercises.js";
import "./experiments.js";
import "./calculator.js";
import "./begin.js";
import "./last-run.js";
import { listen } from "./stream.js";

listen();
