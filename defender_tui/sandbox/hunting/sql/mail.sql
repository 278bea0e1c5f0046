CREATE TABLE mail_acts AS
SELECT
    i,
    moment,
    CAST(user_i AS USMALLINT) AS to_i,
    CAST(pick(i, 'from', (SELECT count(*) FROM users)) AS USMALLINT) AS from_i
FROM deeds(scaled(10000), 'mail');
CREATE VIEW mails AS
SELECT
    r.i,
    r.moment AS Timestamp,
    guid(r.i, 'message') AS NetworkMessageId,
    CASE WHEN s.sender_name = '' THEN f.upn ELSE 'no-reply@' || s.sender_domain END AS sender,
    CASE WHEN s.sender_name = '' THEN f.display_name ELSE s.sender_name END AS sender_name,
    CASE WHEN s.sender_name = '' THEN f.object_id END AS sender_object_id,
    s.sender_domain,
    u.upn AS recipient,
    u.object_id AS recipient_object_id,
    u.office_i,
    replace(s.subject, '{n}', CAST(1000 + r.i AS VARCHAR)) AS subject,
    replace(s.link, '{n}', CAST(1000 + r.i AS VARCHAR)) AS link,
    s.sender_domain LIKE '%.test' AS is_spam,
    pick(r.i, 'attached', 4) = 0 AS has_attachment
FROM mail_acts AS r
JOIN messages AS s ON s.slot = pick(r.i, 'mail', 100)
JOIN users AS u ON u.i = r.to_i
JOIN users AS f ON f.i = r.from_i;

CREATE VIEW ordinary_EmailEvents AS
SELECT
    Timestamp,
    NetworkMessageId,
    '<' || left(md5(NetworkMessageId), 16) || '@' || sender_domain || '>' AS InternetMessageId,
    sender AS SenderMailFromAddress,
    sender AS SenderFromAddress,
    sender_name AS SenderDisplayName,
    sender_object_id AS SenderObjectId,
    sender_domain AS SenderMailFromDomain,
    sender_domain AS SenderFromDomain,
    CASE WHEN sender_object_id IS NULL THEN '192.0.2.' || (100 + pick(i, 'relay', 90)) END
        AS SenderIPv4,
    recipient AS RecipientEmailAddress,
    recipient_object_id AS RecipientObjectId,
    split_part(recipient, '@', 2) AS RecipientDomain,
    subject AS Subject,
    hash(subject) >> 2 AS EmailClusterId,
    CASE WHEN sender_object_id IS NULL THEN 'Inbound' ELSE 'Intra-org' END AS EmailDirection,
    CASE WHEN is_spam THEN 'Junked' ELSE 'Delivered' END AS DeliveryAction,
    CASE WHEN is_spam THEN 'Junk' ELSE 'Inbox/Folder' END AS DeliveryLocation,
    CASE WHEN is_spam THEN 'Junk' ELSE 'Inbox/Folder' END AS LatestDeliveryLocation,
    CASE WHEN is_spam THEN 'Junked' ELSE 'Delivered' END AS LatestDeliveryAction,
    CASE WHEN is_spam THEN 'Spam' ELSE '' END AS ThreatTypes,
    CASE WHEN is_spam THEN 'Move message to junk mail folder' ELSE 'No action taken' END
        AS EmailAction,
    '{"SPF":"pass","DKIM":"pass","DMARC":"pass"}' AS AuthenticationDetails,
    CAST(has_attachment AS INTEGER) AS AttachmentCount,
    CAST(link <> '' AS INTEGER) AS UrlCount,
    'en' AS EmailLanguage,
    NetworkMessageId || '-1' AS ReportId,
    recipient AS "To",
    4000 + pick(i, 'size', 200000) AS EmailSize,
    0 AS IsFirstContact
FROM mails;

CREATE VIEW ordinary_EmailUrlInfo AS
SELECT
    Timestamp,
    NetworkMessageId,
    link AS Url,
    regexp_extract(link, '://([^/]+)', 1) AS UrlDomain,
    'Body' AS UrlLocation,
    NetworkMessageId || '-2' AS ReportId
FROM mails
WHERE link <> '';

CREATE VIEW ordinary_EmailAttachmentInfo AS
SELECT
    Timestamp,
    NetworkMessageId,
    sender AS SenderFromAddress,
    sender_name AS SenderDisplayName,
    sender_object_id AS SenderObjectId,
    recipient AS RecipientEmailAddress,
    recipient_object_id AS RecipientObjectId,
    list_extract(['agenda.docx', 'offer.pdf', 'numbers.xlsx'], pick(i, 'name', 3) + 1) AS FileName,
    list_extract(['docx', 'pdf', 'xlsx'], pick(i, 'name', 3) + 1) AS FileType,
    sha256('attachment' || i) AS SHA256,
    2000 + pick(i, 'size', 900000) AS FileSize,
    NetworkMessageId || '-3' AS ReportId
FROM mails
WHERE has_attachment;

CREATE VIEW ordinary_EmailPostDeliveryEvents AS
SELECT
    Timestamp + to_minutes(45) AS Timestamp,
    NetworkMessageId,
    '<' || left(md5(NetworkMessageId), 16) || '@' || sender_domain || '>' AS InternetMessageId,
    'Moved to junk folder' AS Action,
    'Spam ZAP' AS ActionType,
    'SpecialAction' AS ActionTrigger,
    'Success' AS ActionResult,
    recipient AS RecipientEmailAddress,
    'Junk' AS DeliveryLocation,
    'Inbox/Folder' AS SourceLocation,
    'Spam' AS ThreatTypes,
    sender AS SenderFromAddress,
    'Inbound' AS EmailDirection,
    NetworkMessageId || '-4' AS ReportId
FROM mails
WHERE is_spam AND pick(i, 'zap', 3) = 0 AND Timestamp + to_minutes(45) < anchor();

CREATE VIEW ordinary_UrlClickEvents AS
SELECT
    Timestamp + to_minutes(1 + CAST(pick(m.i, 'wait', 30) AS INTEGER)) AS Timestamp,
    link AS Url,
    CASE WHEN is_spam THEN 'ClickBlocked' ELSE 'ClickAllowed' END AS ActionType,
    recipient AS AccountUpn,
    'Email' AS Workload,
    NetworkMessageId,
    CASE WHEN is_spam THEN 'Spam' ELSE '' END AS ThreatTypes,
    o.ip AS IPAddress,
    false AS IsClickedThrough,
    CAST(to_json([link]) AS VARCHAR) AS UrlChain,
    guid(m.i, 'click') AS ReportId,
    'Outlook' AS AppName
FROM mails AS m
JOIN offices AS o ON o.i = m.office_i
WHERE link <> '' AND pick(m.i, 'clicked', 4) = 0 AND Timestamp + to_minutes(31) < anchor();
