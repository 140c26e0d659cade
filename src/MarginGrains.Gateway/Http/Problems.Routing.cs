namespace MarginGrains.Gateway.Http;

/// <content>Requests that reach no endpoint, and things that are not there.</content>
internal static partial class Problems
{
    private static ProblemKind[] Routing =>
    [
        Permanent(404, "not_found", "There is nothing here",
            "No endpoint has this address.", "Compare the address with the list of endpoints."),
        Permanent(404, "calendar_unknown", "There is no such calendar",
            "No calendar with this id was defined.", "Define it first, or use one of GET /v1/calendars."),
        Permanent(404, "price_unknown", "The instrument has no price yet",
            "The instrument is known but no price was accepted for it so far.", "Post a price first."),
        Permanent(404, "rate_kind_unknown", "There are no such rates",
            "The address names no kind of rates.", "Use interest, swap, funding, borrow or closing."),
        Permanent(404, "action_unknown", "There is no such corporate action",
            "No corporate action of this id was given.", "Look it up in the list of corporate actions."),
        Permanent(404, "liquidation_unknown", "There is no such liquidation",
            "The account never had a liquidation of this id.",
            "Look up liquidations[] in the account's margin, or liquidation.started in its journal."),
        Permanent(409, "withdrawal_ended", "The withdrawal has ended",
            "The withdrawal was confirmed or released before; what was paid out cannot be released, and what was "
            + "released cannot be confirmed.",
            "Look up withdrawal.confirmed or withdrawal.released in the account's journal."),
        Permanent(422, "top_up_source_unknown", "There is no such source",
            "An account that should be drawn on does not exist; nothing was changed.",
            "Open it first, or leave it out."),
        Permanent(404, "statement_unknown", "There is no statement of that day",
            "The account was opened after the day.", "Ask for a later day."),
        Transient(422, "day_not_over", "The trading day is not over",
            "A day is closed once its border has passed; the detail names the instant.",
            "Ask again after the border."),
        Permanent(404, "explanation_unknown", "The event has no stored explanation",
            "Explanations are stored with the opening of calls and the start of liquidations; this event has none.",
            "Read the margin explanation without a sequence for the figures of now."),
        Permanent(405, "method_not_allowed", "The method is not allowed",
            "The address exists, but not for this HTTP method; the Allow header lists those it takes.",
            "Use one of them."),
        Permanent(408, "request_timeout", "The request came too slowly",
            "The body did not arrive in time; nothing was done.", "Send it again."),
        Permanent(413, "body_too_large", "The body is too large",
            "The body is longer than 1 MiB, or 4 MiB for a batch; nothing of it was processed.",
            "Send smaller batches."),
        Permanent(415, "content_type_unsupported", "The content type is not supported",
            "Bodies are application/json in UTF-8.", "Set the header Content-Type: application/json."),
        Permanent(400, "request_malformed", "The request is malformed",
            "The request breaks the rules of HTTP.", "Correct the client."),
    ];
}
