package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.WordForm;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/** Workbooks and word-processor files that are small on the wire and large in memory, or that want to be fetched from elsewhere. */
class HostileOfficeTest {
    private static final AgencyId AGENCY = new AgencyId("wenbury-housing");
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    @TempDir
    Path mappings;

    private final List<String> rows = new ArrayList<>();

    @Test
    void aRowNumberedTwoBillionMakesNoTwoBillionRowsOfAForm() throws Exception {
        form();

        assertThat(refused(workbook("<row r=\"2000000000\"><c r=\"A2000000000\"><v>1</v></c></row>")))
                .isEqualTo("unreadable table-too-large");
    }

    /** What is numbered below the last row that was answered would be skipped when a file is gone on with. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-2147483648", "1", "2", "3"})
    void aRowThatDoesNotComeAfterTheOneBeforeItEndsTheReading(String number) throws Exception {
        byte[] file = workbook(row("1", "Town") + row("3", "Wenbury") + row(number, "Thornleigh") + row("4", "Ashby"));

        assertThat(refused(file)).isEqualTo("unreadable rows-not-in-order");
        assertThat(rows).containsExactly("{\"Town\":\"Wenbury\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5"})
    void aTableDoesNotBeginBeforeItsFirstRow(String number) throws Exception {
        assertThat(refused(workbook(row(number, "Town") + row("2", "Wenbury"))))
                .isEqualTo("unreadable rows-not-in-order");
        assertThat(rows).isEmpty();
    }

    @Test
    void rowsThatAreNotNumberedAreCounted() throws Exception {
        split(workbook((row("1", "Town") + row("2", "Wenbury") + row("3", "Ashby")).replaceAll(" r=\"\\w+\"", "")));

        assertThat(rows).containsExactly("{\"Town\":\"Wenbury\"}", "{\"Town\":\"Ashby\"}");
    }

    private static String row(String number, String text) {
        return "<row r=\"" + number + "\"><c t=\"inlineStr\"><is><t>" + text + "</t></is></c></row>";
    }

    @Test
    void oneCellHundredThousandsOfTimesIsNoRow() throws Exception {
        assertThat(refused(workbook("<row r=\"1\">" + "<c r=\"A1\"><v>1</v></c>".repeat(400_000) + "</row>")))
                .isEqualTo("unreadable table-too-large");
    }

    @Test
    void aTextThatGoesOnAndOnIsNoCell() throws Exception {
        String text = "<c r=\"A1\" t=\"inlineStr\"><is><t>" + "a".repeat(5_000_000) + "</t></is></c>";

        assertThat(refused(workbook("<row r=\"1\">" + text + "</row>"))).isEqualTo("unreadable table-too-large");
    }

    @Test
    void whatIsPackedTighterThanAnyTableIsRefusedAndNotTriedAgain() throws Exception {
        Map<String, String> parts = parts("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>".repeat(100_000));

        assertThat(refused(zip(parts))).isEqualTo("unreadable not-a-workbook");
    }

    @Test
    void moreThanSixteenThousandColumnsAreNoTable() throws Exception {
        assertThat(refused(workbook("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>")))
                .isEqualTo("unreadable table-too-large");
        assertThat(refused(workbook("<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>")))
                .startsWith("unreadable ");
    }

    @Test
    void whatAFileSaysOfHowManyTextsItHasIsNotBelieved() throws Exception {
        Map<String, String> parts =
                parts("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>");
        parts.put(
                "xl/sharedStrings.xml",
                "<sst xmlns=\"" + MAIN
                        + "\" count=\"2147483647\" uniqueCount=\"2147483647\"><si><t>Town</t></si></sst>");

        split(zip(parts));

        assertThat(rows).containsExactly("{\"Town\":\"1\"}");
    }

    @Test
    void moreTextsThanAnyTableHasAreNotKept() throws Exception {
        Map<String, String> parts = parts("");
        parts.put(
                "xl/sharedStrings.xml", "<sst xmlns=\"" + MAIN + "\">" + "<si><t/></si>".repeat(2_100_000) + "</sst>");

        assertThat(refused(zip(parts))).isEqualTo("unreadable unpacks-to-too-much");
    }

    @Test
    void stylesThatAreALargeTreeAreNotBuilt() throws Exception {
        Map<String, String> parts = parts("");
        parts.put("xl/styles.xml", "<styleSheet xmlns=\"" + MAIN + "\">" + "<a/>".repeat(300_000) + "</styleSheet>");

        assertThat(refused(zip(parts))).isEqualTo("unreadable unpacks-to-too-much");
    }

    @Test
    void aSheetIsNotStylesAsWell() throws Exception {
        Map<String, String> parts = parts("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
        parts.compute(
                "[Content_Types].xml", (name, types) -> types.replace(TYPE + "worksheet+xml", TYPE + "styles+xml"));

        assertThat(refused(zip(parts))).isEqualTo("unreadable not-a-workbook");
    }

    @Test
    @Timeout(60)
    void aBeginningThatNeverEndsIsNotLookedForAgainAndAgain() throws Exception {
        Map<String, String> parts = parts("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
        parts.put("xl/workbook.xml", "<workbookPr ".repeat(80_000));

        assertThat(refused(zip(parts, Deflater.NO_COMPRESSION))).isEqualTo("unreadable not-a-workbook");
    }

    @Test
    void aDocumentTypeInAnyPartIsRefused() throws Exception {
        String type = "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
        Map<String, String> parts = parts("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
        parts.compute("xl/worksheets/sheet1.xml", (name, sheet) -> type + sheet);
        assertThat(refused(zip(parts))).isEqualTo("unreadable not-a-workbook");

        form();
        assertThat(refused(edited("word/document.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + type)))
                .isEqualTo("unreadable not-a-document");
    }

    @Test
    void aDocumentOfMillionsOfParagraphsIsNotBuilt() throws Exception {
        form();
        byte[] bomb = edited("word/document.xml", "<w:p/>".repeat(400_000));

        assertThat(bomb.length).isLessThan(100_000);
        assertThat(refused(bomb)).isEqualTo("unreadable unpacks-to-too-much");
    }

    @Test
    void tablesInTablesWithoutEndAreRefused() throws Exception {
        form();
        int depth = 20_000;
        String nested = "<w:tbl><w:tr><w:tc>".repeat(depth) + "<w:p/>" + "</w:tc></w:tr></w:tbl>".repeat(depth);

        assertThat(refused(edited("word/document.xml", nested))).startsWith("unreadable ");
    }

    @Test
    void nothingIsFetchedThatADocumentNames() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            elsewhere.setSoTimeout(200);
            String there = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/a";
            Map<String, String> parts = parts("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Town</t></is></c></row>"
                    + "<row r=\"2\"><c r=\"A2\"><f>WEBSERVICE(\"" + there + "\")</f><v>7</v></c></row>");
            parts.compute("xl/_rels/workbook.xml.rels", (name, all) -> pointing(all, "externalLink", there));
            split(zip(parts));
            assertThat(rows).containsExactly("{\"Town\":\"7\"}");

            rows.clear();
            form();
            String outside = pointing("</Relationships>", "attachedTemplate", there)
                    + pointing("</Relationships>", "aFChunk", there)
                    + pointing("</Relationships>", "image", there);
            split(edited("word/_rels/document.xml.rels", outside.replace("</Relationships>", "")));
            assertThat(rows).hasSize(1);

            assertThat(catchThrowableOfType(SocketTimeoutException.class, elsewhere::accept))
                    .as("nobody connected")
                    .isNotNull();
        }
    }

    private static String pointing(String relations, String kind, String there) {
        return relations.replace(
                "</Relationships>",
                "<Relationship Id=\"x" + kind + "\" Type=\"" + OFFICE + "/" + kind + "\" Target=\"" + there
                        + "\" TargetMode=\"External\"/></Relationships>");
    }

    private void form() throws IOException {
        Files.writeString(
                Files.createDirectories(mappings.resolve(AGENCY.value())).resolve("form.yaml"), WordForm.LABELS);
    }

    /** A workbook with these rows. */
    private static byte[] workbook(String rows) throws IOException {
        return zip(parts(rows), Deflater.NO_COMPRESSION);
    }

    private static Map<String, String> parts(String rows) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + TYPE + "sheet.main+xml\"/>"
                        + "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" + TYPE + "sharedStrings+xml\"/>"
                        + "<Override PartName=\"/xl/styles.xml\" ContentType=\"" + TYPE + "styles+xml\"/>"
                        + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + TYPE
                        + "worksheet+xml\"/></Types>");
        parts.put("_rels/.rels", relations("officeDocument", "xl/workbook.xml"));
        parts.put(
                "xl/workbook.xml",
                "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + OFFICE
                        + "\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"worksheet\"/></sheets></workbook>");
        parts.put("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml"));
        parts.put(
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + rows + "</sheetData></worksheet>");
        return parts;
    }

    private static String relations(String kind, String target) {
        return "<Relationships xmlns=\"" + RELATIONS + "\"><Relationship Id=\"" + kind + "\" Type=\"" + OFFICE + "/"
                + kind + "\" Target=\"" + target + "\"/></Relationships>";
    }

    private static byte[] zip(Map<String, String> parts) throws IOException {
        return zip(parts, Deflater.DEFAULT_COMPRESSION);
    }

    private static byte[] zip(Map<String, String> parts, int level) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(level);
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    /** A word-processor form that has this as well in one of its parts: a document type in front, all else inside. */
    private static byte[] edited(String part, String more) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(WordForm.of("Sunniva", "Okafor", "2026-05-04")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        parts.computeIfAbsent(part, name -> "<Relationships xmlns=\"" + RELATIONS + "\"></Relationships>");
        parts.compute(part, (name, text) -> {
            if (more.contains("<!DOCTYPE")) {
                return more + text.substring(text.indexOf("?>") + 2);
            }
            return text.contains("<w:body>")
                    ? text.replace("<w:body>", "<w:body>" + more)
                    : text.replace("</Relationships>", more + "</Relationships>");
        });
        return zip(parts);
    }

    private String refused(byte[] file) {
        Refused refused = catchThrowableOfType(Refused.class, () -> split(file));
        assertThat(refused).as("it was read: %s rows", rows.size()).isNotNull();
        return refused.refusal().code().code()
                + refused.refusal().reason().map(" "::concat).orElse("");
    }

    private void split(byte[] file) throws Refused, IOException {
        new Splitter(new Mappings(mappings)).split(AGENCY, () -> new ByteArrayInputStream(file), new Splitter.Each() {
            @Override
            public void row(int number, Bytes row) {
                rows.add(row.text());
            }

            @Override
            public void notRead(String place, String code) {
                assertThat(place).isNotBlank();
            }
        });
    }
}
