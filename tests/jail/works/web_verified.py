# Certificates are looked at: the wrong name is refused, and so is an authority nobody knows.
# end: ok
# says: right wrong name unknown authority
import socket
import ssl

said = []
for name, context in (("example.com", ssl.create_default_context()), ("other.example", ssl.create_default_context()), ("example.com", ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))):
    with socket.create_connection(("example.com", 443)) as plain:
        try:
            with context.wrap_socket(plain, server_hostname="example.com") as secure:
                ssl.match = dict(item[0] for item in secure.getpeercert()["subject"])["commonName"]
                said.append("right" if ssl.match == name else "wrong name")
        except ssl.SSLCertVerificationError:
            said.append("unknown authority")
print(*said)
