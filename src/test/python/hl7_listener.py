#!/usr/bin/python3
"""A hospital's interface engine that listens, and shares no code with the gateway: HL7 v2 over MLLP and mutual TLS, read with
python3-hl7.

hl7_listener.py <key> <certificate> <authority> [port]
prints "listening <port>", then for each message a line of JSON; ends when its standard input does
"""
import json
import os
import socket
import ssl
import sys
import threading

import hl7

key, certificate, authority = sys.argv[1:4]
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority)
context.load_cert_chain(certificate, key)
context.verify_mode = ssl.CERT_REQUIRED


def read(text):
    message = hl7.parse(text)
    observations = {}
    for obx in message.segments("OBX"):
        code = message.unescape(str(obx[3][0][0]))
        value = obx[5][0][4] if code == "SEALED" else obx[5]
        observations.setdefault(code, message.unescape(str(value).replace("\\.br\\", "\\X0A\\")))
    return {
        "type": str(message.segment("MSH")[9][0][0]) + "^" + str(message.segment("MSH")[9][0][1]),
        "id": str(message.segment("MSH")[10]),
        "charset": str(message.segment("MSH")[18]),
        "family": message.unescape(str(message.segment("PID")[5][0][0])),
        "segments": [str(segment[0]) for segment in message],
        "observations": observations,
    }


def converse(client):
    with context.wrap_socket(client, server_side=True) as connection:
        received = b""
        for bytes_read in iter(lambda: connection.recv(65536), b""):
            received += bytes_read
            while b"\x1c\r" in received:
                frame, received = received.split(b"\x1c\r", 1)
                told = read(frame[1:].decode("utf-8"))
                told["peer"] = dict(part[0] for part in connection.getpeercert()["subject"])["commonName"]
                print(json.dumps(told), flush=True)
                answer = f"MSH|^~\\&|ENGINE|WDH|MARAC||20261122||ACK|A-{told['id']}|P|2.5.1\rMSA|AA|{told['id']}\r"
                connection.sendall(b"\x0b" + answer.encode("utf-8") + b"\x1c\r")


def leave():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=leave, daemon=True).start()
server = socket.create_server(("localhost", int(sys.argv[4]) if len(sys.argv) > 4 else 0))
print("listening", server.getsockname()[1], flush=True)
while True:
    threading.Thread(target=converse, args=(server.accept()[0],), daemon=True).start()
