package org.marac.gateway.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.marac.gateway.intake.RowAnswer;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Position;

/**
 * What is answered to a mail: what became of each thing in it, by its place, and the receipts. Nothing in it is of what the mail said, and nothing
 * is called as the sender called it.
 */
final class Answer {
    private static final int MOST_RECEIPTS = 200;
    private static final int MOST_LINES = 200;
    private static final String PLAIN_FILES =
            "Archives, files with a password and files of old Office versions are not opened. Attach the files themselves, as .docx, .xlsx"
                    + " or .csv without a password: the mail is encrypted.";
    private static final Map<String, String> ADVICE = Map.of(
            "archive",
            PLAIN_FILES,
            "old-or-locked-office-file",
            PLAIN_FILES,
            "not-an-office-file",
            PLAIN_FILES,
            "too-many-rows",
            "A mail may bring " + Rows.MOST_AT_ONCE + " rows. Send the rest in another, or by the files door.",
            "mail-within-mail",
            "A mail within a mail is not opened. Attach the files themselves.",
            "nothing-attached",
            "What is to be read must be attached as a file; the words of a mail are not read.",
            "not-addressed-to-us",
            "The signature does not say for whom the mail is. Put one line at the very beginning of its text: For: and the address"
                    + " of this gateway.");

    private final Function<List<String>, String> csv;
    private final String beginning;
    private final StringBuilder table = new StringBuilder();
    private final StringBuilder lines = new StringBuilder();
    private final Set<String> advice = new LinkedHashSet<>();
    private final List<Bytes> receipts = new ArrayList<>();
    private int size;

    private Answer(Function<List<String>, String> csv, String beginning) {
        this.csv = csv;
        this.beginning = beginning;
        table.append(csv.apply(Stream.concat(Stream.of("attachment"), RowAnswer.COLUMNS.stream())
                .toList()));
    }

    /**
     * To a mail that has just come.
     *
     * @param csv a line of cells, its end included
     */
    static Answer ofMail(Function<List<String>, String> csv) {
        return new Answer(csv, "What became of your mail, by the number of the attachment and the row in it:\n\n");
    }

    /**
     * To what came earlier and could not be read then.
     *
     * @param csv a line of cells, its end included
     * @param refused which entry of the log its sender was told then
     */
    static Answer late(Function<List<String>, String> csv, Position refused) {
        return new Answer(
                csv,
                "Something you sent earlier could not be read then (log index " + refused.index()
                        + "). It has been taken once more. What became of it:\n\n");
    }

    /**
     * Adds what became of something.
     *
     * @param attachment its number; 0 for the mail as a whole
     */
    void add(int attachment, RowAnswer answer) {
        table.append(csv.apply(Stream.concat(Stream.of(Integer.toString(attachment)), answer.cells().stream())
                .toList()));
        if (size++ < MOST_LINES) {
            lines.append(line(attachment, answer)).append('\n');
        }
        Stream.concat(answer.reason().stream(), answer.code().stream())
                .filter(ADVICE::containsKey)
                .map(ADVICE::get)
                .forEach(advice::add);
        answer.receipt()
                .filter(receipt -> receipts.size() < MOST_RECEIPTS)
                .ifPresent(receipt -> receipts.add(Writing.file(
                        "application/cms", "receipt-" + attachment + "-" + answer.row() + ".cms", receipt)));
    }

    /** How many things it tells of. */
    int size() {
        return size;
    }

    /** The parts of the answer: words, a table, and the receipts. */
    List<Bytes> parts() {
        List<Bytes> parts = new ArrayList<>(List.of(
                Writing.text(words()),
                Writing.file("text/csv; charset=utf-8", "answer.csv", Bytes.utf8(table.toString()))));
        parts.addAll(receipts);
        return parts;
    }

    private String words() {
        return beginning
                + lines
                + (size > MOST_LINES ? "and so on: answer.csv says all of it.\n" : "")
                + String.join(
                        "",
                        advice.stream().map(sentence -> "\n" + sentence + "\n").toList())
                + "\nEach receipt is signed by this gateway: openssl cms -verify -inform DER shows it.\n";
    }

    private static String line(int attachment, RowAnswer answer) {
        String where = attachment == 0 ? "the mail" : "attachment " + attachment;
        String row = answer.row() == 0 ? "" : ", row " + answer.row();
        String why = String.join(
                ", ",
                Stream.of(answer.code().stream(), answer.reason().stream(), answer.places().stream())
                        .flatMap(each -> each)
                        .toList());
        return where + row + ": " + answer.outcome() + (answer.repeated() ? ", as before" : "")
                + (why.isEmpty() ? "" : " (" + why + ")");
    }
}
