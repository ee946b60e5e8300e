package org.marac.gateway.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Everything that stands in a word-processor file (Office Open XML, ECMA-376): not the visible page alone, but every text
 * of every part, so that nothing stays behind in a comment, a header, a deleted passage or the file's properties. A part
 * that is no XML (a picture, an embedded file, a macro) cannot be searched, so such a file is not readable.
 */
final class DocxWords {
    private static final int MOST_PARTS = 500;
    /** What all parts together may unpack to. */
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final Set<String> SAYING = Set.of("descr", "title", "alt", "Target", "author", "name", "tooltip");
    private static final String BODY = "word/document.xml";

    private final StringBuilder words = new StringBuilder();
    private int left = MOST_BYTES;

    private DocxWords() {}

    static String of(byte[] document) throws Unreadable {
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(document))
                .get()) {
            DocxWords found = new DocxWords();
            found.parts(zip);
            return found.words.toString();
        } catch (IOException | XMLStreamException | RuntimeException e) {
            // The parsers throw unchecked on some broken input; their messages quote it.
            throw new Unreadable("no office document");
        }
    }

    private void parts(ZipFile zip) throws IOException, XMLStreamException, Unreadable {
        Set<String> names = new HashSet<>();
        for (Enumeration<ZipArchiveEntry> entries = zip.getEntries(); entries.hasMoreElements(); ) {
            ZipArchiveEntry entry = entries.nextElement();
            if (entry.isDirectory()) {
                continue;
            }
            if (!names.add(entry.getName()) || names.size() > MOST_PARTS) {
                throw new Unreadable("too many parts");
            }
            if (!entry.getName().endsWith(".xml") && !entry.getName().endsWith(".rels")) {
                throw new Unreadable("a part that is no text");
            }
            text(bytes(zip, entry));
        }
        if (!names.contains(BODY)) {
            throw new Unreadable("no body");
        }
    }

    /** Counted while it is unpacked: what a file says of its own size is a claim. */
    private byte[] bytes(ZipFile zip, ZipArchiveEntry entry) throws IOException, Unreadable {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(left + 1);
            if (bytes.length > left) {
                throw new Unreadable("unpacks to too much");
            }
            left -= bytes.length;
            return bytes;
        }
    }

    private void text(byte[] xml) throws XMLStreamException, Unreadable {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
        int paragraphs = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    attributes(reader);
                    paragraphs += isParagraph(reader) ? 1 : 0;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    words.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    paragraphs -= isParagraph(reader) ? 1 : 0;
                    // Within a paragraph a word may be cut into pieces that belong together.
                    if (paragraphs == 0 || isParagraph(reader) || isBreak(reader)) {
                        words.append('\n');
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new Unreadable("a document type");
                default -> {
                    // Comments and processing instructions say nothing to a reader.
                }
            }
            if (words.length() > Reading.MOST_WORDS) {
                throw new Unreadable("too much text");
            }
        }
    }

    /** What a picture is called, where a link leads, who wrote a comment. */
    private void attributes(XMLStreamReader reader) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (SAYING.contains(reader.getAttributeLocalName(i))) {
                words.append('\n').append(reader.getAttributeValue(i)).append('\n');
            }
        }
    }

    private static boolean isParagraph(XMLStreamReader reader) {
        return reader.getLocalName().equals("p");
    }

    private static boolean isBreak(XMLStreamReader reader) {
        return Set.of("br", "cr", "tab").contains(reader.getLocalName());
    }
}
