"""A certificate authority of our own, and a certificate for this machine."""

import ipaddress
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def write_certificate(folder: Path, days: float) -> tuple[Path, Path]:
    """Write the authority, and a certificate with its key for 127.0.0.1 and localhost that ends `days` from now."""
    now = datetime.now(timezone.utc)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority_name, name = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, who)]) for who in ("Tests", "Hub"))

    def begin(subject, public_key, end):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(authority_name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=2))
            .not_valid_after(end)
        )

    own = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    authority = (
        begin(authority_name, authority_key.public_key(), now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True)
        .add_extension(own, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    hosts = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    signed_by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)
    certificate = (
        begin(name, key.public_key(), now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(signed_by, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "authority.pem").write_bytes(authority.public_bytes(pem))
    (folder / "hub.pem").write_bytes(private + certificate.public_bytes(pem))
    return folder / "authority.pem", folder / "hub.pem"
