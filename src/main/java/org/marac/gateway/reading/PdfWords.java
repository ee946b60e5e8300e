package org.marac.gateway.reading;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * Everything that stands in a PDF file (ISO 32000): the text of its pages, and every other text in it, of forms, notes,
 * links and properties. A file that is locked, that holds a picture or another file, that has a page without text, or
 * whose letters nobody can name, is not readable.
 */
final class PdfWords {
    private static final int MOST_PAGES = 200;

    private PdfWords() {}

    static String of(byte[] file) throws Unreadable {
        Inflated.check(file);
        try (PDDocument document = Loader.loadPDF(file)) {
            if (document.isEncrypted() || document.getNumberOfPages() > MOST_PAGES) {
                throw new Unreadable("locked, or too many pages");
            }
            PdfObjects objects = PdfObjects.in(document.getDocument());
            return pages(document) + "\n" + objects.words();
        } catch (IOException | RuntimeException e) {
            // The library throws unchecked on some broken input; its messages quote it.
            throw new Unreadable("no PDF");
        }
    }

    private static String pages(PDDocument document) throws IOException, Unreadable {
        StringBuilder words = new StringBuilder();
        for (int page = 1; page <= document.getNumberOfPages(); page++) {
            Stripper stripper = new Stripper();
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            String text = stripper.getText(document);
            if (stripper.unnamed || text.isBlank() && drawsAnything(document.getPage(page - 1))) {
                throw new Unreadable("a page nobody can read");
            }
            words.append(text).append('\n');
            // Once more in the order in which it was written: a layout can tear a line apart.
            words.append(stripper.written).append('\n');
            if (words.length() > Reading.MOST_WORDS) {
                throw new Unreadable("too much text");
            }
        }
        return words.toString();
    }

    private static boolean drawsAnything(PDPage page) throws IOException {
        try (var contents = page.getContents()) {
            return contents.read() >= 0;
        }
    }

    /** Takes the text off a page, and notices what is no text. */
    private static final class Stripper extends PDFTextStripper {
        private final StringBuilder written = new StringBuilder();
        private boolean unnamed;

        Stripper() {
            setSortByPosition(true);
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            // A picture that stands in the page itself.
            unnamed |= operator.getName().equals("BI");
            super.processOperator(operator, operands);
        }

        @Override
        protected void showGlyph(Matrix matrix, PDFont font, int code, Vector displacement) throws IOException {
            String letter = font.toUnicode(code);
            if (letter == null) {
                unnamed = true;
            } else {
                written.append(letter);
            }
            super.showGlyph(matrix, font, code, displacement);
        }
    }
}
