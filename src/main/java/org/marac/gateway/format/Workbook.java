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
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.marac.gateway.model.Refused;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** The cells of a workbook, read row by row. Formulas count as what they last came to; nothing is calculated or fetched. */
final class Workbook {
    private final byte[] bytes;

    Workbook(byte[] bytes) {
        this.bytes = bytes;
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
            XSSFReader reader = new XSSFReader(file);
            ReadOnlySharedStringsTable strings = new ReadOnlySharedStringsTable(file);
            Values values = new Values(countsFrom1904(reader));
            XSSFReader.SheetIterator sheets = (XSSFReader.SheetIterator) reader.getSheetsData();
            for (int number = 1; sheets.hasNext(); number++) {
                try (InputStream sheet = sheets.next()) {
                    Cells cells = new Cells(each.of(number, sheets.getSheetName()));
                    XMLReader xml = XMLHelper.newXMLReader();
                    xml.setContentHandler(
                            new XSSFSheetXMLHandler(reader.getStylesTable(), null, strings, cells, values, false));
                    xml.parse(new InputSource(sheet));
                }
            }
        } catch (Stopped e) {
            e.again();
        } catch (OpenXML4JException | SAXException | ParserConfigurationException | RuntimeException e) {
            // The parsers throw unchecked on some broken input; their messages quote it.
            throw Refusals.unreadable("not-a-workbook");
        }
    }

    private static boolean countsFrom1904(XSSFReader reader) throws IOException, OpenXML4JException {
        try (InputStream workbook = reader.getWorkbookData()) {
            String text = new String(workbook.readNBytes(1 << 20), StandardCharsets.UTF_8);
            return text.matches("(?s).*<(\\w+:)?workbookPr[^>]*date1904=\"(1|true)\".*");
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
            if (column >= MOST_COLUMNS) {
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
            } catch (Refused | IOException e) {
                throw new Stopped(e);
            }
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
            throw (IOException) getCause();
        }
    }
}
