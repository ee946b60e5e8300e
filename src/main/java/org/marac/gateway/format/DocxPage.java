package org.marac.gateway.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.xwpf.usermodel.IBodyElement;
import org.apache.poi.xwpf.usermodel.ICell;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFSDT;
import org.apache.poi.xwpf.usermodel.XWPFSDTCell;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.marac.gateway.model.Refused;

/** What stands in a word-processor file, part by part, as it is filled in: tables cell by cell, and paragraphs. */
final class DocxPage {
    private final List<FormBlock> blocks = new ArrayList<>();
    private int tables;
    private int paragraphs;

    private DocxPage() {}

    static List<FormBlock> of(byte[] bytes) throws Refused {
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(bytes))) {
            DocxPage page = new DocxPage();
            for (IBodyElement element : document.getBodyElements()) {
                page.add(element);
            }
            return page.blocks;
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            // The parser throws unchecked on some broken input, and its messages quote it; it goes down into tables
            // in tables without end, and has no class for what nobody uses.
            throw Refusals.unreadable("not-a-document");
        }
    }

    private void add(IBodyElement element) {
        if (element instanceof XWPFTable table) {
            tables++;
            List<List<String>> rows = new ArrayList<>();
            for (XWPFTableRow row : table.getRows()) {
                rows.add(row.getTableICells().stream().map(DocxPage::text).toList());
            }
            blocks.add(new FormBlock("table-" + tables, rows));
        } else if (element instanceof XWPFParagraph paragraph) {
            paragraph(paragraph.getText());
        } else if (element instanceof XWPFSDT control) {
            paragraph(control.getContent().getText());
        }
    }

    private void paragraph(String text) {
        paragraphs++;
        blocks.add(FormBlock.paragraph(paragraphs, boxes(text)));
    }

    private static String text(ICell cell) {
        if (cell instanceof XWPFTableCell filled) {
            return boxes(filled.getTextRecursively());
        }
        return cell instanceof XWPFSDTCell control ? boxes(control.getContent().getText()) : "";
    }

    /** The library writes the boxes of old forms in its own way. */
    private static String boxes(String text) {
        return text.replace("|X|", "\u2612").replace("|_|", "\u2610").strip();
    }
}
