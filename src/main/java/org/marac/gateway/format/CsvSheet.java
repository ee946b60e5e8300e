package org.marac.gateway.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.marac.gateway.model.Refused;

/**
 * CSV as it really comes: comma, semicolon or tab; UTF-8 with or without a byte order mark, UTF-16, or windows-1252; found out
 * from the bytes. Whatever it is not certain of, it refuses.
 */
final class CsvSheet {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String SEPARATORS = ",;\t|";
    private static final int LONGEST_HEADER = 64 * 1024;
    private static final int LONGEST_FIELD = 1 << 20;
    private static final String FORMULA = "=+-@\t\r\n";

    private CsvSheet() {}

    static void split(Splitter.Source file, Splitter.Each each) throws Refused, IOException {
        Charset charset = charset(file);
        Header header = Header.of(file, charset);
        try (Reader text = reader(file, charset)) {
            text.skip(header.skipped());
            read(text, header, each);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw Refusals.unreadable("charset-not-known");
            }
            throw e.getCause();
        } catch (CharacterCodingException e) {
            throw Refusals.unreadable("charset-not-known");
        } catch (CsvParseException e) {
            // Its message may quote the text.
            throw Refusals.unreadable("not-csv");
        }
    }

    private static void read(Reader text, Header header, Splitter.Each each) throws Refused, IOException {
        SheetRows rows = new SheetRows(each);
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(header.separator())
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(LONGEST_FIELD)
                .ofCsvRecord(text)) {
            int number = header.lines();
            for (CsvRecord record : csv) {
                number++;
                rows.row(number, record.getFields());
            }
        }
        if (rows.isEmpty()) {
            throw Refusals.unreadable("empty");
        }
    }

    /**
     * How a file begins.
     *
     * @param separator what stands between cells
     * @param skipped how many characters stand before the header: a byte order mark, the separator's own line
     * @param lines how many lines they are
     */
    private record Header(char separator, int skipped, int lines) {
        static Header of(Splitter.Source file, Charset charset) throws Refused, IOException {
            char[] start = new char[LONGEST_HEADER];
            int length = 0;
            try (Reader text = reader(file, charset)) {
                for (int read = text.read(start); read >= 0 && length < start.length; ) {
                    length += read;
                    read = length < start.length ? text.read(start, length, start.length - length) : -1;
                }
            } catch (CharacterCodingException e) {
                throw Refusals.unreadable("charset-not-known");
            }
            String begin = new String(start, 0, length);
            if (begin.indexOf('\0') >= 0) {
                throw Refusals.unreadable("not-text");
            }
            int mark = begin.startsWith("\uFEFF") ? 1 : 0;
            int end = begin.indexOf('\n', mark);
            String line = end < 0 ? "" : begin.substring(mark, end).strip();
            // What Excel puts in front where the separator is not the one of the country.
            return line.matches("sep=.")
                    ? new Header(line.charAt(4), end + 1, 1)
                    : new Header(separator(begin.substring(mark)), mark, 0);
        }

        private static char separator(String begin) {
            int[] count = new int[SEPARATORS.length()];
            boolean quoted = false;
            boolean something = false;
            for (int i = 0; i < begin.length(); i++) {
                char c = begin.charAt(i);
                quoted ^= c == '"';
                if (!quoted && c == '\n' && something) {
                    break;
                }
                something |= !Character.isWhitespace(c) && SEPARATORS.indexOf(c) < 0;
                if (!quoted && SEPARATORS.indexOf(c) >= 0) {
                    count[SEPARATORS.indexOf(c)]++;
                }
            }
            int best = 0;
            for (int i = 1; i < count.length; i++) {
                best = count[i] > count[best] ? i : best;
            }
            return SEPARATORS.charAt(best);
        }
    }

    /** By the byte order mark; else UTF-8 if all of it is, else what Windows writes in this country. */
    private static Charset charset(Splitter.Source file) throws IOException {
        try (InputStream in = file.open()) {
            int first = in.read();
            int second = in.read();
            if (first == 0xff && second == 0xfe) {
                return StandardCharsets.UTF_16LE;
            }
            if (first == 0xfe && second == 0xff) {
                return StandardCharsets.UTF_16BE;
            }
        }
        try (Reader text = reader(file, StandardCharsets.UTF_8)) {
            char[] buffer = new char[16 * 1024];
            int read = 0;
            while (read >= 0) {
                read = text.read(buffer);
            }
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return WINDOWS;
        }
    }

    private static Reader reader(Splitter.Source file, Charset charset) throws IOException {
        return new BufferedReader(new InputStreamReader(
                file.open(),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    /** RFC 4180; a cell that a spreadsheet program would run is made a text with an apostrophe. */
    static String line(List<String> cells) {
        return cells.stream().map(CsvSheet::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("[^\",\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
