package org.marac.gateway.intake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refusal;

/**
 * What became of one row. Nothing in it is of what the row says.
 *
 * @param row its number; 0 for what is said of the whole file
 * @param outcome {@code accepted}, {@code held}, {@code refused}, or {@code not-read}
 * @param repeated whether it was answered before and this is that answer again
 * @param code why it was refused
 * @param reason a finer code
 * @param places where it is wrong, each with a code
 * @param logIndex where the audit log says so
 * @param receipt the signed receipt
 */
public record RowAnswer(
        int row,
        String outcome,
        boolean repeated,
        Optional<String> code,
        Optional<String> reason,
        List<String> places,
        OptionalLong logIndex,
        Optional<Bytes> receipt) {

    /** The names of the columns of an acknowledgement. */
    public static final List<String> COLUMNS =
            List.of("row", "outcome", "repeated", "code", "reason", "places", "log_index", "receipt_sha256");

    /** Of an arrival that has this number in its file. */
    public static RowAnswer of(int row, Outcome outcome, List<RowProblems.Problem> problems) {
        Answered answered = outcome.answered();
        Optional<Refusal> refusal = answered.refusal();
        List<String> places = problems.isEmpty()
                ? refusal.flatMap(Refusal::position).stream().toList()
                : problems.stream().map(RowProblems.Problem::toString).toList();
        return new RowAnswer(
                row,
                answered.outcome().name().toLowerCase(Locale.ROOT),
                outcome.repeated(),
                refusal.map(no -> no.code().code()),
                refusal.flatMap(Refusal::reason),
                places,
                OptionalLong.of(answered.position().index()),
                answered.receipt());
    }

    /** Something that was not read. */
    public static RowAnswer notRead(String place, String code) {
        return new RowAnswer(
                0,
                "not-read",
                false,
                Optional.of(code),
                Optional.empty(),
                List.of(place),
                OptionalLong.empty(),
                Optional.empty());
    }

    /** Its cells, as {@link #COLUMNS} names them. */
    public List<String> cells() {
        return List.of(
                Integer.toString(row),
                outcome,
                repeated ? "yes" : "no",
                code.orElse(""),
                reason.orElse(""),
                String.join("; ", places),
                logIndex.isPresent() ? Long.toString(logIndex.getAsLong()) : "",
                receipt.map(bytes -> bytes.digest().hex()).orElse(""));
    }
}
