package org.marac.gateway.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFRelation;
import org.marac.gateway.model.Refused;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/** The cells of a workbook, read row by row. Formulas count as what they last came to; nothing is calculated or fetched. */
final class Workbook {
    private static final Pattern SHEET = Pattern.compile("xl/worksheets/[^/]{1,100}\\.xml", Pattern.CASE_INSENSITIVE);
    /** A form is a few pages; what its sheets leave empty is kept as empty rows. */
    private static final int MOST_FORM_ROWS = 10_000;

    private final byte[] bytes;

    Workbook(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether a part of a file that is a workbook is gone through row by row. */
    static boolean isSheet(String part) {
        return SHEET.matcher(part).matches();
    }

    /** Whether it holds the texts of cells. */
    static boolean isTexts(String part) {
        return part.equalsIgnoreCase("xl/sharedStrings.xml");
    }

    /** Is told of each row that is not empty. */
    @FunctionalInterface
    private interface Row {
        void of(int number, List<String> cells) throws Refused, IOException;
    }

    /** Is told of each sheet; what to do with its rows. */
    @FunctionalInterface
    private interface Sheet {
        Row of(int number, String name) throws Refused;
    }

    /** The rows of the sheet of that name; where none is named, of the only one that is not empty. */
    void rows(Optional<String> named, Splitter.Each each) throws Refused, IOException {
        String wanted = named.isPresent() ? named.get() : onlySheet();
        SheetRows rows = new SheetRows(each);
        read((number, name) -> name.equals(wanted) ? rows::row : (row, cells) -> {});
        if (rows.isEmpty()) {
            throw Refusals.unreadable(named.isPresent() ? "sheet-missing" : "empty");
        }
    }

    private String onlySheet() throws Refused, IOException {
        List<String> filled = new ArrayList<>();
        read((number, name) -> (row, cells) -> {
            if (!filled.contains(name)) {
                filled.add(name);
            }
        });
        if (filled.size() != 1) {
            throw Refusals.unreadable(filled.isEmpty() ? "empty" : "several-sheets");
        }
        return filled.get(0);
    }

    /** Every sheet as a part of a form. */
    List<FormBlock> blocks() throws Refused, IOException {
        List<FormBlock> blocks = new ArrayList<>();
        read((number, name) -> {
            List<List<String>> rows = new ArrayList<>();
            blocks.add(new FormBlock("sheet-" + number, rows));
            return (row, cells) -> {
                if (row > MOST_FORM_ROWS) {
                    throw Refusals.unreadable("table-too-large");
                }
                while (rows.size() < row - 1) {
                    rows.add(List.of());
                }
                rows.add(List.copyOf(cells));
            };
        });
        return blocks;
    }

    private void read(Sheet each) throws Refused, IOException {
        try (OPCPackage file = OPCPackage.open(new ByteArrayInputStream(bytes))) {
            requireApart(file);
            XSSFReader reader = new XSSFReader(file);
            StylesTable styles = reader.getStylesTable();
            ReadOnlySharedStringsTable strings = new ReadOnlySharedStringsTable(file);
            Values values = new Values(countsFrom1904(reader));
            XSSFReader.SheetIterator sheets = (XSSFReader.SheetIterator) reader.getSheetsData();
            for (int number = 1; sheets.hasNext(); number++) {
                try (InputStream sheet = sheets.next()) {
                    Cells cells = new Cells(each.of(number, sheets.getSheetName()));
                    XMLFilterImpl xml = new ShortTexts(XMLHelper.newXMLReader());
                    xml.setContentHandler(new XSSFSheetXMLHandler(styles, null, strings, cells, values, false));
                    xml.parse(new InputSource(sheet));
                }
            }
        } catch (Stopped e) {
            e.again();
        } catch (IOException | OpenXML4JException | SAXException | ParserConfigurationException | RuntimeException e) {
            // The parsers throw unchecked on some broken input, and for a bomb as if the disk had failed; their
            // messages quote it.
            throw Refusals.unreadable("not-a-workbook");
        }
    }

    /** What is kept in memory was counted as such: a file cannot say of a sheet that it is something else as well. */
    private static void requireApart(OPCPackage file) throws Refused {
        for (XSSFRelation kind : List.of(XSSFRelation.STYLES, XSSFRelation.SHARED_STRINGS)) {
            for (PackagePart part : file.getPartsByContentType(kind.getContentType())) {
                if (isSheet(part.getPartName().getName().substring(1))) {
                    throw Refusals.unreadable("not-a-workbook");
                }
            }
        }
    }

    private static boolean countsFrom1904(XSSFReader reader) throws IOException, OpenXML4JException {
        try (InputStream workbook = reader.getWorkbookData()) {
            String text = new String(workbook.readNBytes(1 << 20), StandardCharsets.UTF_8);
            return text.matches("(?s).*<(\\w+:)?workbookPr[^<>]*date1904=\"(1|true)\".*");
        }
    }

    /** Numbers as they are and not as they are shown, but for days, which are days. */
    private static final class Values extends DataFormatter {
        /** As many digits of a number as a spreadsheet keeps; the same text from every version of Java. */
        private static final MathContext KEPT = new MathContext(15);

        private final boolean from1904;

        Values(boolean from1904) {
            this.from1904 = from1904;
        }

        @Override
        public String formatRawCellContents(double value, int formatIndex, String formatString) {
            if (DateUtil.isADateFormat(formatIndex, formatString) && DateUtil.isValidExcelDate(value)) {
                LocalDateTime day = DateUtil.getLocalDateTime(value, from1904);
                return day.toLocalTime().toSecondOfDay() == 0
                        ? day.toLocalDate().toString()
                        : day.toString();
            }
            return new BigDecimal(value, KEPT).stripTrailingZeros().toPlainString();
        }
    }

    /** Gathers the cells of a row. */
    private static final class Cells implements XSSFSheetXMLHandler.SheetContentsHandler {
        private static final int MOST_COLUMNS = 500;

        private final Row row;
        private final List<String> cells = new ArrayList<>();

        Cells(Row row) {
            this.row = row;
        }

        @Override
        public void startRow(int number) {
            cells.clear();
        }

        @Override
        public void cell(
                String reference,
                String value,
                org.apache.poi.xssf.usermodel.@org.jspecify.annotations.Nullable XSSFComment comment) {
            int column =
                    reference == null ? cells.size() : new org.apache.poi.ss.util.CellReference(reference).getCol();
            if (column >= MOST_COLUMNS || cells.size() >= MOST_COLUMNS) {
                throw new Stopped(Refusals.unreadable("table-too-large"));
            }
            while (cells.size() < column) {
                cells.add("");
            }
            cells.add(value.startsWith("ERROR:") ? value.substring("ERROR:".length()) : value);
        }

        @Override
        public void endRow(int number) {
            if (cells.stream().allMatch(String::isBlank)) {
                return;
            }
            try {
                row.of(number + 1, cells);
            } catch (Refused | IOException | RuntimeException e) {
                throw new Stopped(e);
            }
        }
    }

    /** A text of a cell is a few pages at most (a spreadsheet program takes 32,767 characters); the library would gather any. */
    private static final class ShortTexts extends XMLFilterImpl {
        private static final int LONGEST = 1_000_000;
        private int length;

        ShortTexts(XMLReader xml) {
            super(xml);
        }

        @Override
        public void startElement(String uri, String local, String qualified, Attributes attributes)
                throws SAXException {
            length = 0;
            super.startElement(uri, local, qualified, attributes);
        }

        @Override
        public void characters(char[] text, int start, int count) throws SAXException {
            length += count;
            if (length > LONGEST) {
                throw new Stopped(Refusals.unreadable("table-too-large"));
            }
            super.characters(text, start, count);
        }
    }

    /** Carries what a row came to through a parser that knows nothing of it. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped(Exception why) {
            super(why);
        }

        void again() throws Refused, IOException {
            if (getCause() instanceof Refused refused) {
                throw refused;
            }
            // Whoever takes the rows could not: that says nothing of the workbook.
            if (getCause() instanceof RuntimeException could) {
                throw could;
            }
            throw (IOException) getCause();
        }
    }
}
