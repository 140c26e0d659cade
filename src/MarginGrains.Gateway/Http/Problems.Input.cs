namespace MarginGrains.Gateway.Http;

/// <content>What is wrong with a request before anybody is asked.</content>
internal static partial class Problems
{
    private static ProblemKind[] Input =>
    [
        Permanent(400, "json_malformed", "The body is no JSON",
            "The body cannot be read as JSON; the detail names line and position. A field given twice is "
            + "malformed too.",
            "Send one complete JSON object in UTF-8, nested at most 32 deep."),
        Permanent(400, "body_missing", "The body is missing", "The request has no body.",
            "Send the JSON object that the endpoint takes."),
        Permanent(400, "field_missing", "A field is missing",
            "A field that the endpoint needs is absent or null; errors[] names each of them.",
            "Send every required field."),
        Permanent(400, "field_unknown", "A field is unknown",
            "The body has a field that the endpoint does not know. It is refused and not ignored, because a "
            + "misspelt optional field would otherwise be lost without a word.",
            "Remove the field or correct its name."),
        Permanent(400, "field_malformed", "A field has the wrong form",
            "A field is of another JSON type or form than the endpoint takes.",
            "Correct the fields that errors[] names."),
        Permanent(400, "value_unknown", "A value is not one of those allowed",
            "The field takes one of a few words; the reason lists them.", "Use one of the words listed."),
        Permanent(400, "decimal_must_be_string", "A decimal must be a string",
            "A decimal was sent as a JSON number. Many programs read JSON numbers as binary doubles and change "
            + "digits, so decimals are strings in both directions.", "Put the number in quotes: \"1000.50\"."),
        Permanent(400, "decimal_malformed", "A decimal is malformed",
            "The text is no plain decimal. Digits, a sign and a point are taken; exponents, separators and blanks "
            + "are not.",
            "Write the number out, such as \"1000000.25\"."),
        Permanent(400, "decimal_out_of_range", "A decimal is out of range",
            "At most 15 digits before the point and 12 after it are taken.", "Use another unit, or fewer digits."),
        Permanent(400, "quantity_negative", "A quantity is negative",
            "Quantities have no sign; the side says the direction.",
            "Send the quantity without its sign and set the side."),
        Permanent(400, "time_malformed", "A time is malformed",
            "Times are RFC 3339 in UTC and end in Z.", "Send a time such as \"2026-03-02T14:30:00Z\"."),
        Permanent(400, "currency_malformed", "A currency is malformed",
            "A currency's code is 3 to 10 of A-Z and 0-9.", "Send a code such as USD or USDT."),
        Permanent(400, "id_malformed", "An id is malformed",
            "An id is 1 to 64 of A-Z, a-z, 0-9, point, underscore and hyphen; case counts.", "Use an id of that form."),
        Permanent(400, "idempotency_key_missing", "The natural id is missing",
            "Without transferId or fillId a repeated request could not be told from a second one.",
            "Give every transfer and fill its own id and send the same id again when you retry."),
        Permanent(400, "price_not_positive", "A price is not above zero",
            "Prices are above zero; zero never stands for a missing price.",
            "Leave out what is unknown, or correct the price."),
        Permanent(400, "batch_empty", "The batch is empty", "The batch has no item.", "Send at least one item."),
        Permanent(413, "batch_too_large", "The batch has too many items",
            "The batch has more items than the endpoint takes at once; nothing of it was processed.",
            "Send smaller batches."),
        Permanent(400, "parameter_malformed", "A query parameter is malformed",
            "A query parameter has a value that cannot be used; errors[] names it.", "Correct the parameter."),
        Permanent(400, "parameter_unknown", "A query parameter is unknown",
            "The endpoint does not know this query parameter. A misspelt filter is refused, because the answer "
            + "would be another one than asked for.", "Remove the parameter or correct its name."),
        Permanent(400, "cursor_malformed", "The cursor cannot be used",
            "The cursor is not one that this list gave, or belongs to another order or filter.",
            "Start without a cursor, and pass nextCursor on as it is."),
        Permanent(400, "definition_invalid", "The definition contradicts itself",
            "The regime, instrument or calendar would not work as defined; nothing of it was stored. errors[] names "
            + "each field and why.",
            "Correct the fields named and send the whole definition again."),
        Permanent(409, "rate_in_force", "A rate is in force already",
            "What has come into force was applied to accounts and stays as it is. Before now, points are taken only "
            + "where nothing was in force: what waited for them is made good.",
            "Publish a point that lies ahead; errors[] names those that are fixed."),
        Permanent(409, "action_in_force", "It is too late for the corporate action",
            "A corporate action is given, and changed, at least a minute before its instant, so that every account "
            + "knows it when it comes.",
            "Give actions ahead. What was missed has to be booked by hand."),
        Permanent(422, "zone_unknown", "There is no such time zone",
            "The zone is none of the IANA time zone database.", "Use a name such as America/New_York or UTC."),
        Permanent(400, "event_id_unknown", "The event id lies in the future",
            "Events after an id were asked for that is newer than the newest event: it comes from another database.",
            "Start again from afterId=0, or from the newest id that /v1/events:list gives."),
    ];
}
