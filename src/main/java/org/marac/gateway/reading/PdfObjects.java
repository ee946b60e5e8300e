package org.marac.gateway.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;

/** The parts a PDF file is made of: every text in them, and whether there is one that cannot be read as text. */
final class PdfObjects {
    private static final int MOST = 50_000;
    private static final int MOST_METADATA = 256 * 1024;
    private static final Set<String> NO_TEXT = Set.of("Image", "EmbeddedFile", "PS", "3D", "U3D", "PRC");

    private final StringBuilder words = new StringBuilder();
    private final Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<COSBase> open = new ArrayDeque<>();

    private PdfObjects() {}

    static PdfObjects in(COSDocument document) throws IOException, Unreadable {
        PdfObjects objects = new PdfObjects();
        objects.open.add(document.getTrailer());
        for (COSObjectKey key : document.getXrefTable().keySet()) {
            objects.open.add(document.getObjectFromPool(key));
        }
        while (!objects.open.isEmpty()) {
            objects.look(objects.open.pop());
        }
        return objects;
    }

    String words() {
        return words.toString();
    }

    private void look(COSBase part) throws IOException, Unreadable {
        COSBase object = part instanceof COSObject indirect ? indirect.getObject() : part;
        if (object == null || !seen.add(object)) {
            return;
        }
        if (seen.size() > MOST || words.length() > Reading.MOST_WORDS) {
            throw new Unreadable("too many parts");
        }
        if (object instanceof COSString text) {
            words.append(text.getString()).append('\n');
        } else if (object instanceof COSArray array) {
            array.forEach(this::later);
        } else if (object instanceof COSDictionary dictionary) {
            dictionary(dictionary);
        }
    }

    private void dictionary(COSDictionary dictionary) throws IOException, Unreadable {
        COSName kind = dictionary.getCOSName(COSName.SUBTYPE);
        COSName type = dictionary.getCOSName(COSName.TYPE);
        if (kind != null && NO_TEXT.contains(kind.getName())
                || type != null && NO_TEXT.contains(type.getName())
                || dictionary.containsKey(COSName.EMBEDDED_FILES)
                || dictionary.containsKey(COSName.getPDFName("XFA"))
                || dictionary.containsKey(COSName.getPDFName("JS"))) {
            throw new Unreadable("a part that is no text");
        }
        if (dictionary instanceof COSStream stream && COSName.METADATA.equals(type)) {
            try (InputStream in = stream.createInputStream()) {
                words.append(new String(in.readNBytes(MOST_METADATA), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        dictionary.getValues().forEach(this::later);
    }

    private void later(COSBase part) {
        if (part != null) {
            open.add(part);
        }
    }
}
