// A calculator as many tutorials begin: one client at a time, one read a request, two numbers and an operator.
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
	"strconv"
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
	at := strings.IndexAny(request, "+-*/")
	if at < 0 {
		return "error: only a + b, a - b, a * b and a / b are understood"
	}
	a, errA := strconv.ParseFloat(strings.TrimSpace(request[:at]), 64)
	b, errB := strconv.ParseFloat(strings.TrimSpace(request[at+1:]), 64)
	if errA != nil || errB != nil {
		return "error: only a + b, a - b, a * b and a / b are understood"
	}
	return map[byte]float64{'+': a + b, '-': a - b, '*': a * b, '/': a / b}[request[at]]
}
