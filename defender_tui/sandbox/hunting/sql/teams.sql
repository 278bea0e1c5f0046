CREATE TABLE chat_acts AS
SELECT
    i,
    moment,
    CAST(user_i AS USMALLINT) AS from_i,
    CAST(pick(i, 'chat-to', (SELECT count(*) FROM users)) AS USMALLINT) AS to_i,
    CAST(pick(i, 'chat', 100) AS UTINYINT) AS slot
FROM deeds(scaled(4500), 'chat');
CREATE VIEW chats AS
SELECT
    r.i,
    r.moment AS Timestamp,
    guid(r.i, 'teams-message') AS TeamsMessageId,
    '19:' || md5('thread' || pick(r.i, 'thread', 300)) || '@thread.v2' AS ThreadId,
    f.upn AS sender,
    f.display_name AS sender_name,
    f.object_id AS sender_object_id,
    t.upn AS recipient,
    t.display_name AS recipient_name,
    t.object_id AS recipient_object_id,
    replace(c.snippet, '{n}', CAST(100 + r.i AS VARCHAR)) AS snippet,
    replace(c.link, '{n}', CAST(100 + r.i AS VARCHAR)) AS link,
    c.threat
FROM chat_acts AS r
JOIN chat_lines AS c ON c.slot = r.slot
JOIN users AS f ON f.i = r.from_i
JOIN users AS t ON t.i = r.to_i;

CREATE VIEW ordinary_MessageEvents AS
SELECT
    Timestamp,
    TeamsMessageId,
    sender AS SenderEmailAddress,
    sender_name AS SenderDisplayName,
    sender_object_id AS SenderObjectId,
    'User' AS SenderType,
    to_json([{RecipientSmtpAddress: recipient, RecipientDisplayName: recipient_name,
        RecipientObjectId: recipient_object_id, RecipientType: 'User'}]) AS RecipientDetails,
    true AS IsOwnedThread,
    CAST(1700000000000 + i AS VARCHAR) AS MessageId,
    ThreadId,
    'Chat' AS ThreadSubtype,
    false AS IsExternalThread,
    'RichText' AS MessageFormatType,
    '1' AS MessageVersion,
    threat AS ThreatTypes,
    CASE threat WHEN '' THEN 'Delivered' ELSE 'Blocked' END AS DeliveryAction,
    CASE threat WHEN '' THEN 'Teams' ELSE 'Quarantine' END AS DeliveryLocation,
    TeamsMessageId || '-1' AS ReportId
FROM chats;

CREATE VIEW ordinary_MessageContents AS
SELECT
    Timestamp,
    TeamsMessageId,
    ThreadId,
    'Chat' AS ThreadType,
    snippet AS MessageSnippet,
    sender AS SenderEmailAddress,
    sender_object_id AS SenderObjectId
FROM chats
WHERE pick(i, 'kept', 3) = 0;

CREATE VIEW ordinary_MessageUrlInfo AS
SELECT
    Timestamp,
    TeamsMessageId,
    link AS Url,
    regexp_extract(link, '://([^/]+)', 1) AS UrlDomain,
    threat AS ThreatTypes,
    TeamsMessageId || '-2' AS ReportId
FROM chats
WHERE link <> '';

CREATE VIEW ordinary_MessagePostDeliveryEvents AS
SELECT
    Timestamp + to_minutes(25) AS Timestamp,
    TeamsMessageId,
    'Moved to quarantine' AS Action,
    'Phish ZAP' AS ActionType,
    'SpecialAction' AS ActionTrigger,
    'Success' AS ActionResult,
    sender AS SenderEmailAddress,
    to_json([{RecipientSmtpAddress: recipient}]) AS RecipientDetails,
    threat AS ThreatTypes,
    'Quarantine' AS LatestDeliveryLocation,
    TeamsMessageId || '-3' AS ReportId,
    false AS IsExternalThread
FROM chats
WHERE threat <> '' AND Timestamp + to_minutes(25) < anchor();

CREATE TABLE call_acts AS
SELECT i, moment, CAST(user_i AS USMALLINT) AS user_i FROM deeds(scaled(2200), 'call');
CREATE VIEW ordinary_CallActivityEvents AS
SELECT
    r.moment AS ActivityTimestamp,
    guid(r.i - r.i % 2, 'call') AS CallId,
    guid(r.i, 'call-activity') AS ActivityId,
    u.object_id AS ActivityInitiatorId,
    list_extract(['CallStarted', 'ParticipantJoined', 'ParticipantLeft'], pick(r.i, 'call', 3) + 1)
        AS ActivityType,
    '19:meeting_' || md5('call' || (r.i - r.i % 2)) || '@thread.v2' AS ThreadId,
    u.upn AS ActivityInitiatorUpn,
    u.display_name AS ActivityInitiatorDisplayName,
    list_extract(['Adhoc', 'Scheduled', 'Recurring'], pick(r.i - r.i % 2, 'plan', 3) + 1)
        AS CallSchedulingType,
    'https://teams.contoso.example/l/' || (r.i - r.i % 2) AS CallJoinUrl,
    u.display_name AS OriginatorUserDisplayName,
    u.upn AS OriginatorUpn
FROM call_acts AS r
JOIN users AS u ON u.i = r.user_i;
