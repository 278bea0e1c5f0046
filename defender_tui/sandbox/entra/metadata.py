"""What Entra publishes about a tenant without asking who wants to know."""

from __future__ import annotations

from defender_tui.sandbox.json_value import JsonObject

ISSUER_V2 = "https://login.microsoftonline.com/{tenant}/v2.0"


def metadata_v1(origin: str, segment: str, issuing: str) -> JsonObject:
    """Give the v1 document; endpoints lie on the host that was asked, the issuer does not.

    `segment` is the part of their paths that names the tenant, `issuing` the one of the issuer:
    the tenant's id in both, but for an endpoint that tenants share its name and `{tenantid}`.

    Source: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc (2026-11-23)
    """
    base = f"{origin}/{segment}"
    return _common_part() | {
        "token_endpoint": f"{base}/oauth2/token",
        "jwks_uri": f"{origin}/common/discovery/keys",
        "issuer": f"https://sts.windows.net/{issuing}/",
        "authorization_endpoint": f"{base}/oauth2/authorize",
        "device_authorization_endpoint": f"{base}/oauth2/devicecode",
        "end_session_endpoint": f"{base}/oauth2/logout",
        "userinfo_endpoint": f"{base}/openid/userinfo",
    }


def metadata_v2(origin: str, segment: str, issuing: str) -> JsonObject:
    """Give the v2 document; see `metadata_v1`."""
    base = f"{origin}/{segment}"
    return _common_part() | {
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "issuer": ISSUER_V2.format(tenant=issuing),
        "request_uri_parameter_supported": False,
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
        "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        "kerberos_endpoint": f"{base}/kerberos",
    }


def _common_part() -> JsonObject:
    return {
        "token_endpoint_auth_methods_supported": [
            "client_secret_post",
            "private_key_jwt",
            "client_secret_basic",
        ],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "http_logout_supported": True,
        "frontchannel_logout_supported": True,
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "tid", "ver"],
        "tenant_region_scope": "EU",
        "cloud_instance_name": "microsoftonline.com",
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": "graph.microsoft.com",
        "rbac_url": "https://pas.windows.net",
    }
