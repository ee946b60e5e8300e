package org.marac.gateway.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.marac.gateway.intake.RowAnswer;
import org.marac.gateway.model.Bytes;

/**
 * What is answered to a mail: what became of each thing in it, by its place, and the receipts. Nothing in it is of what the mail said, and nothing
 * is called as the sender called it.
 */
final class Answer {
    private static final int MOST_RECEIPTS = 200;
    private static final int MOST_LINES = 200;
    private static final Map<String, String> ADVICE = Map.of(
            "archive",
            "Archives are not opened. Attach the files themselves: the mail is encrypted, they need no password.",
            "old-or-locked-office-file",
            "Files with a password and files of old Office versions are not opened. Save as .docx, .xlsx or .csv without a password:"
                    + " the mail is encrypted.",
            "not-an-office-file",
            "Archives are not opened. Attach the files themselves: the mail is encrypted, they need no password.",
            "mail-within-mail",
            "A mail within a mail is not opened. Attach the files themselves.",
            "nothing-attached",
            "What is to be read must be attached as a file; the words of a mail are not read.",
            "not-addressed-to-us",
            "The signature does not say for whom the mail is. Put one line at the very beginning of its text: For: and the address of this gateway.");

    private final Function<List<String>, String> csv;
    private final List<Told> all = new ArrayList<>();

    private record Told(int attachment, RowAnswer answer) {}

    /** @param csv a line of cells, its end included */
    Answer(Function<List<String>, String> csv) {
        this.csv = csv;
    }

    /**
     * Adds what became of something.
     *
     * @param attachment its number; 0 for the mail as a whole
     */
    void add(int attachment, RowAnswer answer) {
        all.add(new Told(attachment, answer));
    }

    /** The parts of the answer: words, a table, and the receipts. */
    List<Bytes> parts() {
        List<Bytes> parts = new ArrayList<>(List.of(Writing.text(words()), table()));
        all.stream()
                .filter(told -> told.answer().receipt().isPresent())
                .limit(MOST_RECEIPTS)
                .forEach(told -> parts.add(Writing.file(
                        "application/cms",
                        "receipt-" + told.attachment() + "-" + told.answer().row() + ".cms",
                        told.answer().receipt().orElseThrow())));
        return parts;
    }

    private String words() {
        StringBuilder words = new StringBuilder("What became of your mail, by the number of the attachment and the row in it:\n\n");
        all.stream().limit(MOST_LINES).forEach(told -> words.append(line(told)).append('\n'));
        if (all.size() > MOST_LINES) {
            words.append("... and so on: answer.csv says all of it.\n");
        }
        all.stream()
                .flatMap(told -> told.answer().reason().stream())
                .distinct()
                .filter(ADVICE::containsKey)
                .forEach(reason -> words.append('\n').append(ADVICE.get(reason)).append('\n'));
        return words.append("\nEach receipt is signed by this gateway: openssl cms -verify -inform DER shows it.\n")
                .toString();
    }

    private static String line(Told told) {
        RowAnswer answer = told.answer();
        String where = told.attachment() == 0 ? "the mail" : "attachment " + told.attachment();
        String row = answer.row() == 0 ? "" : ", row " + answer.row();
        String why = String.join(
                ", ",
                Stream.of(answer.code().stream(), answer.reason().stream(), answer.places().stream())
                        .flatMap(each -> each)
                        .toList());
        return where + row + ": " + answer.outcome() + (answer.repeated() ? ", as before" : "")
                + (why.isEmpty() ? "" : " (" + why + ")");
    }

    private Bytes table() {
        StringBuilder table = new StringBuilder();
        table.append(csv.apply(Stream.concat(Stream.of("attachment"), RowAnswer.COLUMNS.stream())
                .toList()));
        for (Told told : all) {
            table.append(csv.apply(Stream.concat(
                            Stream.of(Integer.toString(told.attachment())), told.answer().cells().stream())
                    .toList()));
        }
        return Writing.file("text/csv; charset=utf-8", "answer.csv", Bytes.utf8(table.toString()));
    }
}
