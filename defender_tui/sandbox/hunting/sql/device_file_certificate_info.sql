CREATE VIEW ordinary_DeviceFileCertificateInfo AS
SELECT
    anchor() - to_microseconds(pick(d.i * 1000 + f.number, 'certificate', 2400000000000)) AS Timestamp,
    d.device_id AS DeviceId,
    d.dns_name AS DeviceName,
    f.sha1 AS SHA1,
    f.publisher IS NOT NULL AS IsSigned,
    CASE WHEN f.publisher IS NULL THEN 'Unsigned' ELSE 'Embedded' END AS SignatureType,
    f.publisher AS Signer,
    sha1(f.publisher) AS SignerHash,
    CASE WHEN f.publisher IS NOT NULL THEN f.publisher || ' Code Signing PCA' END AS Issuer,
    sha1(f.publisher || 'issuer') AS IssuerHash,
    upper(left(md5(f.publisher), 20)) AS CertificateSerialNumber,
    anchor() - to_days(400) AS CertificateCreationTime,
    anchor() + to_days(300) AS CertificateExpirationTime,
    f.publisher IS NOT NULL AS IsTrusted,
    f.publisher = 'Microsoft Corporation' AS IsRootSignerMicrosoft,
    f.number + 1 AS ReportId
FROM (SELECT *, row_number() OVER (ORDER BY sha1) AS number FROM files) AS f
JOIN devices AS d ON d.family = f.family AND pick(d.i * 1000 + f.number, 'seen', 3) = 0;
