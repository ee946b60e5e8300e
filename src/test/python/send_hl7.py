#!/usr/bin/python3
"""A hospital's interface engine that shares no code with the gateway: HL7 v2 over MLLP and mutual TLS, with python3-hl7.

send_hl7.py <host> <port> <key> <certificate> <authority> <message file>...
prints the acknowledgement to each, segment by segment, all over one connection.
"""
import ssl
import sys

import hl7
from hl7.client import MLLPClient

host, port, key, certificate, authority = sys.argv[1:6]
context = ssl.create_default_context(cafile=authority)
context.load_cert_chain(certificate, key)

with MLLPClient(host, int(port)) as client:
    client.socket = context.wrap_socket(client.socket, server_hostname=host)
    for name in sys.argv[6:]:
        with open(name, newline="", encoding="utf-8") as file:
            message = file.read().replace("\n", "\r")
        answer = client.send_message(message)
        while not answer.endswith(b"\x1c\r"):
            more = client.socket.recv(4096)
            if not more:
                sys.exit("the connection ended without an acknowledgement")
            answer += more
        acknowledgement = hl7.parse(answer.strip(b"\x0b\x1c\r").decode("utf-8"))
        print(str(acknowledgement).replace("\r", "\n"))
