"""Code for C#: the Program.cs of a console application, .NET 8 or newer, without packages.

Source: https://learn.microsoft.com/en-us/dotnet/fundamentals/networking/http/httpclient
"""

from __future__ import annotations

from pathlib import Path

from .calls import SECRET_VARIABLE, ApiCall, TokenCall
from .quoting import csharp_text

COMMENT = "//"
_TRUST = """\
var roots = new X509Certificate2Collection();
roots.ImportFromPemFile({file});
var trust = new X509ChainPolicy
{{
    TrustMode = X509ChainTrustMode.CustomRootTrust,
    RevocationMode = X509RevocationMode.NoCheck,
}};
trust.CustomTrustStore.AddRange(roots);
var handler = new SocketsHttpHandler();
handler.SslOptions.CertificateChainPolicy = trust;
using var http = new HttpClient(handler);"""


def opening(ca_file: Path | None, *, needs_secret: bool) -> list[str]:
    """Give what stands before everything else."""
    lines = [f"// Set {SECRET_VARIABLE} first."] if needs_secret else []
    lines += [
        "using System.Net.Http.Headers;",
        "using System.Security.Cryptography.X509Certificates;",
        "using System.Text;",
        "using System.Text.Json;",
        "",
    ]
    if ca_file is None:
        return [*lines, "using var http = new HttpClient();"]
    return [*lines, *_TRUST.format(file=csharp_text(str(ca_file))).split("\n")]


def token(call: TokenCall, ca_file: Path | None) -> list[str]:
    """Give the lines that leave the token in `token`."""
    url = csharp_text(call.url)
    if call.needs_secret:
        asking = [
            "var form = new Dictionary<string, string>",
            "{",
            *(f'    ["{name}"] = {csharp_text(value)},' for name, value in call.form.items()),
            f'    ["client_secret"] = Environment.GetEnvironmentVariable("{SECRET_VARIABLE}")!,',
            "};",
            f"using var signIn = await http.PostAsync({url}, new FormUrlEncodedContent(form));",
        ]
    else:
        asking = [
            f"using var ask = new HttpRequestMessage(HttpMethod.Get, {url});",
            'ask.Headers.Add("Metadata", "true");',
            "using var signIn = await http.SendAsync(ask);",
        ]
    return [
        *asking,
        "signIn.EnsureSuccessStatusCode();",
        "using var granted = JsonDocument.Parse(await signIn.Content.ReadAsStringAsync());",
        'var token = granted.RootElement.GetProperty("access_token").GetString();',
    ]


def show_token() -> list[str]:
    """Give the lines that print the token."""
    return ["Console.WriteLine(token);"]


def request(call: ApiCall, ca_file: Path | None) -> list[str]:
    """Give the lines that make a call with `token` and print the answer."""
    return [
        "using var request = new HttpRequestMessage(",
        f'    new HttpMethod("{call.method}"), {csharp_text(call.url)});',
        'request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);',
        *(
            f'request.Headers.TryAddWithoutValidation("{name}", {csharp_text(value)});'
            for name, value in call.headers.items()
        ),
        *_body(call),
        "using var answer = await http.SendAsync(request);",
        "answer.EnsureSuccessStatusCode();",
        "Console.WriteLine(await answer.Content.ReadAsStringAsync());",
    ]


def _body(call: ApiCall) -> list[str]:
    if call.body is None:
        return []
    lines = ["var body = new Dictionary<string, string>", "{"]
    for name, value in call.body.items():
        parts = [csharp_text(line) for line in value.splitlines(keepends=True)] or ['""']
        if len(parts) == 1:
            lines.append(f'    ["{name}"] = {parts[0]},')
        else:
            lines += [f'    ["{name}"] =', *(f"        {part} +" for part in parts[:-1])]
            lines.append(f"        {parts[-1]},")
    return [
        *lines,
        "};",
        "request.Content = new StringContent(",
        '    JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");',
    ]
