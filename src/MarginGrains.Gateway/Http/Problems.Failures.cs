namespace MarginGrains.Gateway.Http;

/// <content>What fails on the way although the request is fine.</content>
internal static partial class Problems
{
    private static ProblemKind[] Failures =>
    [
        Permanent(422, "idempotency_key_reused", "The id was used for something else",
            "An earlier transfer or fill of this account has the same id but other content. Nothing was done.",
            "Use a new id for a new operation; repeat the content exactly to retry an old one."),
        Transient(429, "overloaded", "Too many requests at once",
            "The account or instrument has more requests waiting than it takes. Nothing was done.",
            "Wait as long as the Retry-After header says and send the same request again."),
        Transient(429, "prices_backlogged", "Prices come faster than they are judged",
            "Those who judge prices are behind, and nothing may be dropped. The prices whose code is prices_backlogged "
            + "were not taken, and of an instrument none after the first of them; all others stand as prices.results[] "
            + "says.",
            "Wait as long as the Retry-After header says and send the prices with that code again, in their order, and "
            + "only those."),
        Transient(409, "scenario_running", "Another question about the book runs",
            "Stress tests and impact previews read the whole book, and one runs at a time. Nothing was started.",
            "Ask again when it is done, or give up the running stress test with DELETE."),
        Permanent(404, "stress_test_unknown", "There is no such stress test",
            "Reports are kept in memory: the last twenty, for a day, as long as their silo lives.",
            "Start it again."),
        Permanent(500, "internal_error", "The server failed",
            "Something happened that should not; it is in the server's log under the trace id. Nothing half-done "
            + "is stored.",
            "Report the trace id. For a write, read the state before you repeat it."),
        Transient(503, "unavailable", "The cluster does not answer",
            "The read could not be answered in time.", "Ask again in a moment."),
        Transient(504, "outcome_unknown", "The outcome is unknown",
            "The write was sent, but no answer came in time: it may or may not have been stored.",
            "Send the same request with the same id again. It is carried out at most once and answered truthfully."),
        Transient(0, "earlier_item_unanswered", "An earlier item of the account has no answer",
            "The item was not tried, because an earlier fill of the same account in this batch has an unknown "
            + "outcome and their order counts.",
            "Send both again, in their order, with the same ids."),
    ];

    private static ProblemKind[] PriceItems =>
    [
        Permanent(0, "price_missing", "No price is given", "An item needs a mark, bid and ask, or a last trade.",
            "Send one of them."),
        Permanent(0, "bid_above_ask", "The bid is above the ask", "A crossed quote makes no mark.",
            "Correct the quote."),
        Permanent(0, "price_too_large", "The price is too large",
            "The price is beyond what can be computed with exactly.", "Check the units of what you send."),
        Permanent(0, "time_in_future", "The price is of a later time than now",
            "A price more than a minute ahead of the server's clock would make every later one look old.",
            "Check the clock of the source, and that times are in UTC."),
        Permanent(0, "time_going_back", "The price is older than the newest",
            "The instrument has a mark of a later time; this one is ignored, nothing is lost.",
            "Post prices in their order."),
        Permanent(0, "sequence_not_rising", "The sequence does not rise",
            "The instrument has a mark with this number or a larger one; the price is ignored.",
            "Number prices upwards."),
        Transient(0, "outside_band_waits_for_confirmation", "The price is outside the band",
            "The price is further from the last mark than the instrument's price band. It makes a mark when a "
            + "second price near it confirms it.",
            "Post the next price; if the market is there, it confirms this one."),
    ];
}
