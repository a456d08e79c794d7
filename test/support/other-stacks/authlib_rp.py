"""A relying party in Python: Authlib as Debian ships it, told an issuer, a client id and a secret, and nothing else.

Writes one JSON line with the address to send the citizen to, reads the address they came back to, and writes one JSON line
with the claims of the ID token and what the userinfo endpoint says.
"""
import json
import sys

from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.oidc.core import CodeIDToken

issuer, client_id, client_secret, redirect_uri = sys.argv[1:]

session = OAuth2Session(
    client_id, client_secret, redirect_uri=redirect_uri, scope="openid profile email", code_challenge_method="S256"
)
metadata = session.get(f"{issuer}/.well-known/openid-configuration", withhold_token=True).json()
nonce, verifier = generate_token(), generate_token(48)
address, state = session.create_authorization_url(
    metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce
)
print(json.dumps({"address": address}), flush=True)

came_back_to = sys.stdin.readline().strip()
tokens = session.fetch_token(
    metadata["token_endpoint"], authorization_response=came_back_to, state=state, code_verifier=verifier
)
keys = JsonWebKey.import_key_set(session.get(metadata["jwks_uri"], withhold_token=True).json())
claims = jwt.decode(
    tokens["id_token"],
    keys,
    claims_cls=CodeIDToken,
    claims_options={"iss": {"essential": True, "value": metadata["issuer"]}, "aud": {"value": client_id}},
    claims_params={"nonce": nonce, "client_id": client_id, "access_token": tokens["access_token"]},
)
claims.validate()
person = session.get(metadata["userinfo_endpoint"]).json()
print(json.dumps({"claims": claims, "person": person}), flush=True)
