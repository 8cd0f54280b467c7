// A calculator on Node: its event loop, and a small evaluator for + - * / and parentheses.
'use strict';
const net = require('net');

function evaluate(text) {
  let at = 0;
  const skip = () => { while (text[at] === ' ') at++; };
  const eat = (letter) => { skip(); if (text[at] !== letter) return false; at++; return true; };
  function factor() {
    if (eat('-')) return -factor();
    if (eat('(')) {
      const value = sum();
      if (!eat(')')) throw new Error('a ) is missing');
      return value;
    }
    skip();
    const start = at;
    while (at < text.length && '0123456789.'.includes(text[at])) at++;
    if (start === at) throw new Error('a number is missing');
    return Number(text.slice(start, at));
  }
  function product() {
    let value = factor();
    for (;;) {
      if (eat('*')) value *= factor();
      else if (eat('/')) value /= factor();
      else return value;
    }
  }
  function sum() {
    let value = product();
    for (;;) {
      if (eat('+')) value += product();
      else if (eat('-')) value -= product();
      else return value;
    }
  }
  const value = sum();
  skip();
  if (at < text.length) throw new Error('something is left over');
  return value;
}

function answer(line) {
  try { return String(evaluate(line)); } catch (error) { return 'error: ' + error.message; }
}

const server = net.createServer({ noDelay: true }, (client) => {
  let rest = '';
  client.setEncoding('utf8');
  client.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    if (lines.length > 0) client.write(lines.map(answer).join('\n') + '\n');
  });
  client.on('error', () => client.destroy());
});
server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  console.log('listening on 127.0.0.1:' + server.address().port);
});
