package org.marac.gateway.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFTable;

/** A referral form as an agency's staff fill it in with Word, and what its labels mean. */
public final class WordForm {
    /** The agency's {@code form.yaml}. */
    public static final String LABELS = """
            form: MARAC referral form
            labels:
              - {label: Referred by, to: referrer.name}
              - {label: Date, to: referral.date}
              - {label: Surname, column: Victim, to: victim.name.family}
              - {label: Forename(s), column: Victim, to: victim.name.given}
              - {label: Surname, column: Alleged perpetrator, to: perpetrator.name.family}
              - {label: Forename(s), column: Alleged perpetrator, to: perpetrator.name.given}
              - {label: "Consent given?", to: consent.given}
              - {label: "Professional judgement?", to: criteria.professionalJudgement}
              - {label: Why, to: rationale}
              - {label: Reasons for referral, below: true, to: narrative.reason}
            """;

    private WordForm() {}

    /** One that is filled in, with something in a place where no label is. */
    public static byte[] of(String given, String family, String date) throws IOException {
        try (XWPFDocument document = new XWPFDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.createParagraph().createRun().setText("MARAC Referral Form");
            fill(document, List.of(List.of("Referred by:", "Imogen Tallis", "Date:", date)));
            fill(
                    document,
                    List.of(
                            List.of("", "Victim", "Alleged perpetrator"),
                            List.of("Surname", family, "Brackenridge"),
                            List.of("Forename(s)", given, "Curtis")));
            fill(
                    document,
                    List.of(
                            List.of("Consent given?", "\u2612 Yes \u2610 No"),
                            List.of("Professional judgement?", "\u2611 Yes \u2610 No"),
                            List.of("Why", "control that grows")));
            document.createParagraph().createRun().setText("Reasons for referral");
            document.createParagraph().createRun().setText("He has followed her from work.");
            document.createParagraph().createRun().setText("Do not ring in the evening.");
            document.write(out);
            return out.toByteArray();
        }
    }

    private static void fill(XWPFDocument document, List<List<String>> rows) {
        XWPFTable table = document.createTable(rows.size(), rows.get(0).size());
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                table.getRow(r).getCell(c).setText(rows.get(r).get(c));
            }
        }
    }
}
