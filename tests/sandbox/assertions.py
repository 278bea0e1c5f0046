"""Client assertions as clients sign them, whole or spoiled."""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

from tests.sandbox.conftest import NOW, URL, Visitor


@dataclass(frozen=True, slots=True)
class Signer:
    """A client that has the key and certificate of an application."""

    client_id: str
    private_key: rsa.RSAPrivateKey
    der: bytes
    audience: str
    now: datetime = NOW
    alg: str = "PS256"

    @classmethod
    def of(cls, visitor: Visitor, app_name: str = "full") -> Signer:
        app = visitor.app(app_name)
        registered = visitor.sandbox.entra.certificates.of(app)
        assert registered is not None
        pem = registered.as_pem()
        der = load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
        audience = f"{URL}/{visitor.tenant_id}/oauth2/v2.0/token"
        return cls(app.client_id, registered.private_key, der, audience)

    def thumbprint(self, algorithm: str, *, is_padded: bool = False) -> str:
        """Give the certificate's hash as tokens carry it."""
        text = base64.urlsafe_b64encode(hashlib.new(algorithm, self.der).digest()).decode()
        return text if is_padded else text.rstrip("=")

    def claims(self) -> dict[str, Any]:
        """Give what an assertion says."""
        issued = int(self.now.timestamp())
        return {
            "aud": self.audience,
            "iss": self.client_id,
            "sub": self.client_id,
            "jti": str(uuid.uuid4()),
            "nbf": issued,
            "iat": issued,
            "exp": issued + 600,
        }

    def headers(self) -> dict[str, Any]:
        """Give how an assertion names its certificate."""
        if self.alg == "RS256":
            return {"x5t": self.thumbprint("sha1")}
        return {"x5t#S256": self.thumbprint("sha256")}

    def signed(
        self, claims: dict[str, Any] | None = None, headers: dict[str, Any] | None = None
    ) -> str:
        """Sign an assertion; a claim of None is left out."""
        whole = {**self.claims(), **(claims or {})}
        kept = {name: value for name, value in whole.items() if value is not None}
        headers = self.headers() if headers is None else headers
        return jwt.encode(kept, self.private_key, algorithm=self.alg, headers=headers)

    def with_algorithm(self, alg: str) -> Signer:
        return replace(self, alg=alg)
