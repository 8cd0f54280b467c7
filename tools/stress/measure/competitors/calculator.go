// A calculator in Go: a goroutine for each client, and a small evaluator for + - * / and parentheses.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
)

type parser struct {
	text string
	at   int
}

func (p *parser) eat(letter byte) bool {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
	if p.at < len(p.text) && p.text[p.at] == letter {
		p.at++
		return true
	}
	return false
}

func (p *parser) factor() (float64, error) {
	if p.eat('-') {
		value, err := p.factor()
		return -value, err
	}
	if p.eat('(') {
		value, err := p.sum()
		if err == nil && !p.eat(')') {
			err = errors.New("a ) is missing")
		}
		return value, err
	}
	start := p.at
	for p.at < len(p.text) && strings.IndexByte("0123456789.", p.text[p.at]) >= 0 {
		p.at++
	}
	return strconv.ParseFloat(p.text[start:p.at], 64)
}

func (p *parser) product() (float64, error) {
	value, err := p.factor()
	for err == nil {
		var next float64
		if p.eat('*') {
			next, err = p.factor()
			value *= next
		} else if p.eat('/') {
			next, err = p.factor()
			value /= next
		} else {
			break
		}
	}
	return value, err
}

func (p *parser) sum() (float64, error) {
	value, err := p.product()
	for err == nil {
		var next float64
		if p.eat('+') {
			next, err = p.product()
			value += next
		} else if p.eat('-') {
			next, err = p.product()
			value -= next
		} else {
			break
		}
	}
	return value, err
}

func answer(line string) string {
	p := parser{text: line}
	value, err := p.sum()
	if err == nil && strings.TrimSpace(p.text[p.at:]) != "" {
		err = errors.New("something is left over")
	}
	if err != nil {
		return "error: " + err.Error()
	}
	return strconv.FormatFloat(value, 'g', -1, 64)
}

func serve(client net.Conn) {
	defer client.Close()
	lines := bufio.NewScanner(client)
	writer := bufio.NewWriter(client)
	for lines.Scan() {
		writer.WriteString(answer(lines.Text()))
		writer.WriteByte('\n')
		if writer.Flush() != nil {
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println("listening on", listener.Addr())
	for {
		client, err := listener.Accept()
		if err == nil {
			go serve(client)
		}
	}
}
