#!/usr/bin/python3
"""A client of the queue door that shares no code with the gateway: AMQP 1.0 and mutual TLS, with python3-qpid-proton.

amqp.py HOST PORT KEY CERT CA send ADDRESS CONTENT-TYPE FILE    prints "accepted" once the broker has said so
amqp.py HOST PORT KEY CERT CA receive ADDRESS                   takes one message: its content type, its body in Base64

Ends with 0 when done, 1 with one line when refused.
"""
import base64
import sys

from proton import Message, ProtonException, SSLDomain
from proton.utils import BlockingConnection

host, port, key, certificate, authority, mode, address = sys.argv[1:8]
domain = SSLDomain(SSLDomain.MODE_CLIENT)
domain.set_credentials(certificate, key, None)
domain.set_trusted_ca_db(authority)
domain.set_peer_authentication(SSLDomain.VERIFY_PEER_NAME)

try:
    connection = BlockingConnection(
        f"amqps://{host}:{port}", ssl_domain=domain, allowed_mechs="EXTERNAL", timeout=20)
    if mode == "send":
        content_type, file = sys.argv[8:10]
        with open(file, "rb") as body:
            # Inferred: bytes become a data section, not a value.
            message = Message(body=body.read(), inferred=True, durable=True, content_type=content_type)
        connection.create_sender(address).send(message)
        print("accepted")
    else:
        receiver = connection.create_receiver(address, credit=1)
        message = receiver.receive(timeout=20)
        body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
        receiver.accept()
        receiver.close()
        print(message.content_type)
        print(base64.b64encode(body).decode())
    connection.close()
except (ProtonException, OSError) as refused:
    sys.exit(str(refused).splitlines()[0])
