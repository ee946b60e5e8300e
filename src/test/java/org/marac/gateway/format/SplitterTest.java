package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/** Spreadsheets as they really come. */
class SplitterTest {
    private static final AgencyId AGENCY = new AgencyId("wenbury-housing");
    private static final Path CORPUS = Path.of("..", "shared", "inputs", "liia-annexA-903");

    @TempDir
    Path mappings;

    private final List<String> rows = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void theSeparatorIsFoundOut(String separator) throws Exception {
        split(text("Victim name,Town,Age\r\n\"Okafor, S; \t\",Wenbury,39\r\n".replaceAll(",(?=[TWA3])", separator)));

        assertThat(rows).containsExactly("{\"Victim name\":\"Okafor, S; \\t\",\"Town\":\"Wenbury\",\"Age\":\"39\"}");
        assertThat(numbers).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE"})
    void theCharsetIsFoundOut(String charset) throws Exception {
        String mark = charset.startsWith("UTF-16") ? "\ufeff" : "";

        split((mark + "Name,Town\nZo\u00eb \u2013 caf\u00e9,Wenbury\n").getBytes(Charset.forName(charset)));

        assertThat(rows).containsExactly("{\"Name\":\"Zo\u00eb \u2013 caf\u00e9\",\"Town\":\"Wenbury\"}");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstHeader() throws Exception {
        split(text("\ufeffName,Town\nA,B\n"));

        assertThat(rows).containsExactly("{\"Name\":\"A\",\"Town\":\"B\"}");
    }

    @Test
    void whatExcelSaysOfTheSeparatorIsHeeded() throws Exception {
        split(text("sep=|\r\nName, first|Town\r\nA|B\r\n"));

        assertThat(rows).containsExactly("{\"Name, first\":\"A\",\"Town\":\"B\"}");
        assertThat(numbers).containsExactly(3);
    }

    @Test
    void emptyColumnsAtTheEndAndEmptyRowsAreNothing() throws Exception {
        split(text("Name,Town,,\n,,,\nA,B,,\n\nC,D,,\n"));

        assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row).doesNotContain("column"));
        assertThat(numbers).containsExactly(3, 5);
    }

    @Test
    void whatStandsUnderNoHeaderIsNotLostAndTwoHeadersStayTwo() throws Exception {
        split(text("DOB,DOB,,Town\n1,2,3,4,5\n"));

        assertThat(rows)
                .containsExactly(
                        "{\"DOB\":\"1\",\"DOB (2)\":\"2\",\"column-3\":\"3\",\"Town\":\"4\",\"column-5\":\"5\"}");
    }

    @Test
    void aCellMayHaveLinesAndQuotes() throws Exception {
        split(text("Name,Reason\nA,\"said \"\"no\"\"\nand left\"\n"));

        assertThat(rows).containsExactly("{\"Name\":\"A\",\"Reason\":\"said \\\"no\\\"\\nand left\"}");
    }

    @Test
    void theSameRowIsTheSameBytesInAnotherFile() throws Exception {
        split(text("Name,Town\nA,B\nC,D\n"));
        split(text("Name;Town\r\nC;D\r\n"));

        assertThat(rows.get(2)).isEqualTo(rows.get(1));
    }

    @Test
    void aWorkbookSaysDaysAsDaysAndNumbersInFull() throws Exception {
        split(workbook("Rows"));

        assertThat(rows)
                .containsExactly("{\"Name\":\"Dustin\u00a0Hazlett\",\"Born\":\"2015-01-25\",\"NHS\":\"9990000026\","
                        + "\"Card\":\"1234567890123460000\",\"Sum\":\"3\",\"Bad\":\"#DIV/0!\"}");
    }

    @Test
    void ofSeveralSheetsTheMappingSaysWhich() throws Exception {
        byte[] two = workbook("Rows", "Others");

        assertThat(refused(two)).isEqualTo("unreadable several-sheets");
        mapping("sheet: Others\ncolumns: []\n");
        split(two);
        assertThat(rows).hasSize(1);
        mapping("sheet: \"List 4\"\ncolumns: []\n");
        assertThat(refused(two)).isEqualTo("unreadable sheet-missing");
    }

    @Test
    void whatIsNoSpreadsheetIsRefused() throws Exception {
        assertThat(refused(new byte[0])).isEqualTo("unreadable empty");
        assertThat(refused(text("\n\n\n"))).isEqualTo("unreadable empty");
        assertThat(refused(text("a,b\n\0\0\n"))).isEqualTo("unreadable not-text");
        assertThat(refused(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 1}))
                .isEqualTo("unsupported old-or-locked-office-file");
        assertThat(refused(zip("any.txt", 10))).isEqualTo("unsupported not-an-office-file");
        assertThat(refused(zip("xl/workbook.xml", 10))).isEqualTo("unreadable not-a-workbook");
        assertThat(refused(new byte[] {'P', 'K', 3, 4, 0, 0})).startsWith("un");
    }

    @Test
    void aWorkbookThatUnpacksToTooMuchIsNotUnpacked() throws Exception {
        byte[] bomb = zip("xl/workbook.xml", 200 * 1024 * 1024);

        assertThat(bomb.length).isLessThan(1024 * 1024);
        assertThat(refused(bomb)).isEqualTo("unreadable unpacks-to-too-much");
    }

    @Test
    void whoeverTakesTheRowsAndCouldNotIsNoFaultOfTheFile() throws Exception {
        IllegalStateException away = new IllegalStateException("no database");

        assertThatThrownBy(() -> split(workbook("Rows"), away)).isSameAs(away);
        assertThatThrownBy(() -> split(text("Name,Town\nA,B\n"), away)).isSameAs(away);
    }

    /** After more than what is looked at first: what no character set of this country has, and half a character. */
    @Test
    void wrongBytesFarBehindTheBeginningAreRefusedAndNotTriedAgain() throws Exception {
        String before = "Name,Town\n" + "A,B\n".repeat(50_000);
        ByteArrayOutputStream windows = new ByteArrayOutputStream();
        windows.write(text(before));
        windows.write(new byte[] {'C', ',', (byte) 0x81, '\n'});
        ByteArrayOutputStream wide = new ByteArrayOutputStream();
        wide.write(("\ufeff" + before).getBytes(StandardCharsets.UTF_16LE));
        wide.write(new byte[] {'C', 0, 0x3d, (byte) 0xd8, '\n', 0});

        assertThat(refused(windows.toByteArray())).isEqualTo("unreadable charset-not-known");
        assertThat(refused(wide.toByteArray())).isEqualTo("unreadable charset-not-known");
    }

    @Test
    void aTableWiderThanAnyIsRefused() throws Exception {
        assertThat(refused(text("a" + ",a".repeat(600) + "\nb\n"))).isEqualTo("unreadable table-too-large");
    }

    /** As large as any file may be. */
    @ParameterizedTest
    @ValueSource(strings = {"x", ",", "\"", "x,", "\"\"", " "})
    void aLineWithoutEndIsNoRow(String again) {
        String line = again.repeat(16 * 1024 * 1024 / again.length());

        assertThat(refused(text("Name,Town\n" + line))).isIn("unreadable not-csv", "unreadable table-too-large");
        assertThat(refused(text(line))).isIn("unreadable not-csv", "unreadable table-too-large");
    }

    @Test
    void theSpreadsheetsOfOtherRegistersAreReadRowByRow() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(CORPUS), "The corpus is not here");
        mapping("sheet: List 1\ncolumns: []\n");

        split(Files.readAllBytes(CORPUS.resolve("annex_a/samples/Annex_A.xlsx")));

        assertThat(rows).hasSize(5);
        assertThat(rows.get(0))
                .startsWith("{\"Child Unique ID\":\"9212044\",\"Gender\":\"Female\",\"Ethnicity\":\"a) WBRI\","
                        + "\"Date of Birth\":\"2015-01-25\"")
                .contains("\"Contact Source\":\"q) 6: Police\"");
        rows.clear();
        split(Files.readAllBytes(CORPUS.resolve("s903/samples/SSDA903_2020_episodes.csv")));
        assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row).startsWith("{\"CHILD\":"));
    }

    @Test
    void nothingThatIsWrittenIsAFormula() {
        assertThat(Splitter.line(List.of("=cmd|' /C calc'!A0", "+1", "-1", "@x", "a,b", "q\"", "\tx", "1")))
                .isEqualTo("'=cmd|' /C calc'!A0,'+1,'-1,'@x,\"a,b\",\"q\"\"\",'\tx,1\r\n");
    }

    private void mapping(String yaml) throws IOException {
        Path file = Files.createDirectories(mappings.resolve(AGENCY.value())).resolve("rows.yaml");
        Files.writeString(file, yaml);
    }

    private void split(byte[] file) throws Refused, IOException {
        new Splitter(new Mappings(mappings)).split(AGENCY, () -> new ByteArrayInputStream(file), new Splitter.Each() {
            @Override
            public void row(int number, Bytes row) {
                numbers.add(number);
                rows.add(row.text());
            }

            @Override
            public void notRead(String place, String code) {
                rows.add(place + " " + code);
            }
        });
    }

    /** To somebody who cannot take any row. */
    private void split(byte[] file, RuntimeException could) throws Refused, IOException {
        new Splitter(new Mappings(mappings)).split(AGENCY, () -> new ByteArrayInputStream(file), new Splitter.Each() {
            @Override
            public void row(int number, Bytes row) {
                throw could;
            }

            @Override
            public void notRead(String place, String code) {
                throw could;
            }
        });
    }

    private String refused(byte[] file) {
        Refused refused = catchThrowableOfType(Refused.class, () -> split(file));
        return refused.refusal().code().code() + " "
                + refused.refusal().reason().orElse("");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] workbook(String... sheets) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            CellStyle day = workbook.createCellStyle();
            day.setDataFormat(workbook.createDataFormat().getFormat("dd/mm/yyyy"));
            for (String name : sheets) {
                Sheet sheet = workbook.createSheet(name);
                Row header = sheet.createRow(0);
                List<String> headers = List.of("Name", "Born", "NHS", "Card", "Sum", "Bad");
                for (int i = 0; i < headers.size(); i++) {
                    header.createCell(i).setCellValue(headers.get(i));
                }
                Row row = sheet.createRow(3);
                row.createCell(0).setCellValue("Dustin\u00a0Hazlett");
                Cell born = row.createCell(1);
                born.setCellValue(42029);
                born.setCellStyle(day);
                row.createCell(2).setCellValue(9990000026d);
                row.createCell(3).setCellValue(1234567890123456789d);
                row.createCell(4).setCellFormula("1+2");
                row.createCell(5).setCellErrorValue(org.apache.poi.ss.usermodel.FormulaError.DIV0.getCode());
                workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
            }
            workbook.createSheet("Empty");
            workbook.write(out);
            return out.toByteArray();
        }
    }

    private static byte[] zip(String name, int length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            byte[] block = new byte[64 * 1024];
            for (int left = length; left > 0; left -= block.length) {
                zip.write(block, 0, Math.min(left, block.length));
            }
            zip.closeEntry();
        }
        return out.toByteArray();
    }
}
