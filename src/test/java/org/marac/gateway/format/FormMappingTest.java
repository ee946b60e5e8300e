package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/** The referral form, read by its labels. */
class FormMappingTest {
    private static final AgencyId AGENCY = new AgencyId("wenbury-housing");
    private static final List<List<String>> PARTIES = List.of(
            List.of("", "Victim", "Alleged perpetrator"),
            List.of("Surname", "Okafor", "Brackenridge"),
            List.of("DOB", "30/09/1987", ""));
    private static final List<List<String>> CHILD = List.of(List.of("Children"), List.of("Dob:", "08/05/2014"));

    @TempDir
    Path mappings;

    private final List<String> read = new ArrayList<>();

    @BeforeEach
    void form() throws IOException {
        Files.writeString(
                Files.createDirectories(mappings.resolve(AGENCY.value())).resolve("form.yaml"), """
                form: MARAC referral form
                labels:
                  - {label: Referred by, also: [Name of referrer], to: referrer.name}
                  - {label: Surname, column: Victim, to: victim.name.family}
                  - {label: Surname, column: Alleged perpetrator, to: perpetrator.name.family}
                  - {label: DOB, column: Victim, to: victim.birthDate}
                  - {label: Dob, under: Children, to: child.birthDate, optional: true}
                  - {label: Reasons for referral, below: true, to: narrative.reason, optional: true}
                ignore: [Return to the coordinator]
                """);
    }

    @Test
    void answersStandBesideBelowAndInTheColumnOfTheirLabels() throws Exception {
        split(docx(
                "Referred by: Imogen Tallis",
                PARTIES,
                CHILD,
                "Reasons for referral",
                "He has followed her.",
                "Return to the coordinator"));

        assertThat(read)
                .containsExactly("1 {\"$form\":\"MARAC referral form\",\"Referred by\":\"Imogen Tallis\","
                        + "\"Victim: Surname\":\"Okafor\",\"Alleged perpetrator: Surname\":\"Brackenridge\","
                        + "\"Victim: DOB\":\"30/09/1987\",\"Children: Dob\":\"08/05/2014\","
                        + "\"Reasons for referral\":\"He has followed her.\"}");
    }

    @Test
    void theSameFormAsAWorkbookIsReadTheSame() throws Exception {
        split(docx("Referred by: Imogen Tallis", PARTIES));
        split(xlsx("Name of referrer: Imogen Tallis", PARTIES));

        assertThat(read).hasSize(2);
        assertThat(read.get(1)).isEqualTo(read.get(0));
    }

    @Test
    void whatStandsBesideNoLabelIsToldByItsPlaceAlone() throws Exception {
        split(docx("Referred by: Imogen Tallis", PARTIES, "Do not ring in the evening"));

        assertThat(read).hasSize(2).first().isEqualTo("not read: paragraph-3 no-label");
    }

    @Test
    void aLabelThatIsMissingOrThereTwiceIsToldAndNothingIsGuessed() throws Exception {
        assertThat(refused(docx(PARTIES))).isEqualTo("form-not-readable");
        assertThat(read).containsExactly("not read: Referred by label-missing");
        read.clear();
        assertThat(refused(docx("Referred by: A", "Referred by: B", PARTIES))).isEqualTo("form-not-readable");
        assertThat(read).containsExactly("not read: Referred by label-twice");
    }

    @Test
    void anotherFormIsNotReadByTheseLabels() throws Exception {
        try (XWPFDocument document = new XWPFDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.createParagraph().createRun().setText("Housing application");
            document.write(out);
            assertThat(refused(out.toByteArray())).isEqualTo("not-this-form");
        }
        Files.delete(mappings.resolve(AGENCY.value()).resolve("form.yaml"));
        assertThat(refused(docx(PARTIES))).isEqualTo("no-form-mapping");
    }

    private void split(byte[] file) throws Refused, IOException {
        new Splitter(new Mappings(mappings)).split(AGENCY, () -> new ByteArrayInputStream(file), new Splitter.Each() {
            @Override
            public void row(int number, Bytes row) {
                read.add(number + " " + row.text());
            }

            @Override
            public void notRead(String place, String code) {
                read.add("not read: " + place + " " + code);
            }
        });
    }

    private String refused(byte[] file) {
        return catchThrowableOfType(Refused.class, () -> split(file))
                .refusal()
                .reason()
                .orElse("");
    }

    private static byte[] docx(Object... parts) throws IOException {
        try (XWPFDocument document = new XWPFDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.createParagraph().createRun().setText("MARAC Referral Form 2026");
            for (Object part : parts) {
                if (part instanceof String text) {
                    document.createParagraph().createRun().setText(text);
                } else {
                    List<List<String>> rows = rows(part);
                    XWPFTable table =
                            document.createTable(rows.size(), rows.get(0).size());
                    for (int r = 0; r < rows.size(); r++) {
                        while (table.getRow(r).getTableCells().size()
                                < rows.get(r).size()) {
                            table.getRow(r).createCell();
                        }
                        for (int c = 0; c < rows.get(r).size(); c++) {
                            table.getRow(r).getCell(c).setText(rows.get(r).get(c));
                        }
                    }
                }
            }
            document.write(out);
            return out.toByteArray();
        }
    }

    private static byte[] xlsx(Object... parts) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Sheet sheet = workbook.createSheet("Form");
            sheet.createRow(0).createCell(0).setCellValue("MARAC referral form");
            for (Object part : parts) {
                List<List<String>> rows = part instanceof String text ? List.of(List.of(text)) : rows(part);
                for (List<String> cells : rows) {
                    Row row = sheet.createRow(sheet.getLastRowNum() + 1);
                    for (int c = 0; c < cells.size(); c++) {
                        row.createCell(c).setCellValue(cells.get(c));
                    }
                }
            }
            workbook.write(out);
            return out.toByteArray();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<List<String>> rows(Object part) {
        return (List<List<String>>) part;
    }
}
