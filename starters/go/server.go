// A calculator as many tutorials begin: one client at a time, and one read for each request.
//
// Build it:  go build -o target/starters/server-go starters/go/server.go
// Run it:    target/starters/server-go localhost 1081
// Judge it:  cargo conformance calculator -- target/starters/server-go
package main

import (
	"fmt"
	"log"
	"net"
	"os"
	"strings"
)

func main() {
	listener, err := net.Listen("tcp", net.JoinHostPort(os.Args[1], os.Args[2]))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("Waiting for clients on", listener.Addr())
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		serve(client)
	}
}

func serve(client net.Conn) {
	defer client.Close()
	buffer := make([]byte, 1024)
	for {
		count, err := client.Read(buffer)
		if err != nil {
			return
		}
		fmt.Fprintln(client, calculate(string(buffer[:count])))
	}
}

func calculate(request string) any {
	text := strings.NewReader(strings.Join(strings.Fields(request), "") + "\n")
	value := sum(text)
	if text.Len() > 1 {
		return "error: this is no sum"
	}
	return value
}

func sum(text *strings.Reader) float64 {
	total, product := 0.0, factor(text)
	for {
		operator, _ := text.ReadByte()
		switch operator {
		case '*':
			product *= factor(text)
		case '/':
			product /= factor(text)
		case '+':
			total, product = total+product, factor(text)
		case '-':
			total, product = total+product, -factor(text)
		default:
			text.UnreadByte()
			return total + product
		}
	}
}

func factor(text *strings.Reader) (value float64) {
	first, _ := text.ReadByte()
	switch first {
	case '-':
		return -factor(text)
	case '+':
		return factor(text)
	case '(':
		value = sum(text)
		text.ReadByte()
	default:
		text.UnreadByte()
		fmt.Fscan(text, &value)
	}
	return value
}
