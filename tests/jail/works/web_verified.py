# Certificates are looked at, as strictly as since Python 3.13: another name is refused, and so is an authority nobody knows.
# end: ok
# says: right wrong name unknown authority
import socket
import ssl

strict = ssl.create_default_context()
strict.verify_flags |= ssl.VERIFY_X509_STRICT


def look(name, context):
    with socket.create_connection(("example.com", 443)) as plain:
        try:
            with context.wrap_socket(plain, server_hostname="example.com") as secure:
                subject = dict(item[0] for item in secure.getpeercert()["subject"])
                return "right" if subject["commonName"] == name else "wrong name"
        except ssl.SSLCertVerificationError:
            return "unknown authority"


print(
    look("example.com", strict),
    look("other.example", strict),
    look("example.com", ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)),
)
