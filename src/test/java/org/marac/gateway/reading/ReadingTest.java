package org.marac.gateway.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.Bytes;

/** What attached documents say, and which of them nobody can tell. */
class ReadingTest {
    private static final String W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static final String BODY = "word/document.xml";

    private final Reading reading = new Reading(Duration.ofSeconds(30));

    @Nested
    class PlainText {
        @Test
        void saysWhatStandsThere() {
            assertThat(read(Attachment.Type.TEXT, "She is at 3 Tarn Walk.\n".getBytes(StandardCharsets.UTF_8)))
                    .contains("She is at 3 Tarn Walk.\n");
        }

        @Test
        void isNotReadableInAnotherEncodingOrWithBinaryInIt() {
            assertThat(read(Attachment.Type.TEXT, "Zoë".getBytes(StandardCharsets.ISO_8859_1)))
                    .isEmpty();
            assertThat(read(Attachment.Type.TEXT, new byte[] {'a', 0, 'b'})).isEmpty();
        }
    }

    @Nested
    class Pdf {
        @Test
        void saysWhatStandsOnItsPagesInItsNotesAndInItsProperties() {
            byte[] file = pdf(document -> {
                page(document, "She is now at 3 Tarn Walk");
                PDAnnotationText note = new PDAnnotationText();
                note.setContents("ring 07700 900131");
                document.getPage(0).getAnnotations().add(note);
                document.getDocumentInformation().setAuthor("Delyth Pryce");
            });
            assertThat(read(Attachment.Type.PDF, file).orElseThrow())
                    .contains("She is now at 3 Tarn Walk", "07700 900131", "Delyth Pryce");
        }

        @Test
        void isNotReadableWithAPicture() {
            assertThat(read(Attachment.Type.PDF, pdf(document -> {
                        PDPage page = page(document, "See the scan");
                        BufferedImage scan = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
                        try (PDPageContentStream to =
                                new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true)) {
                            to.drawImage(LosslessFactory.createFromImage(document, scan), 10, 10);
                        }
                    })))
                    .isEmpty();
        }

        @Test
        void isNotReadableWithAPageThatOnlyDraws() {
            assertThat(read(Attachment.Type.PDF, pdf(document -> {
                        page(document, "First page");
                        PDPage page = new PDPage();
                        document.addPage(page);
                        try (PDPageContentStream to = new PDPageContentStream(document, page)) {
                            to.moveTo(10, 10);
                            to.lineTo(90, 90);
                            to.stroke();
                        }
                    })))
                    .isEmpty();
        }

        @Test
        void isNotReadableWhenLocked() {
            assertThat(read(Attachment.Type.PDF, pdf(document -> {
                        page(document, "Locked");
                        document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
                    })))
                    .isEmpty();
        }

        @Test
        void isNotReadableWhenItIsNoneOrBroken() {
            byte[] file = pdf(document -> page(document, "Whole"));
            assertThat(read(Attachment.Type.PDF, "%PDF-1.7 nothing".getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty();
            for (int seed = 0; seed < 200; seed++) {
                byte[] broken = file.clone();
                Random random = new Random(seed);
                for (int i = 0; i < 8; i++) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                }
                // Whatever comes of it, it comes back.
                assertThat(read(Attachment.Type.PDF, broken)).isNotNull();
            }
        }

        @Test
        void isNotReadableWhereItUnpacksToTooMuch() {
            byte[] packed = deflated(new byte[48 * 1024 * 1024]);
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            bomb.writeBytes("%PDF-1.7\n1 0 obj\n<</Length 1/Filter/FlateDecode>>\nstream\n"
                    .getBytes(StandardCharsets.US_ASCII));
            bomb.writeBytes(packed);
            bomb.writeBytes("\nendstream\nendobj\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(read(Attachment.Type.PDF, bomb.toByteArray())).isEmpty();
        }

        @Test
        void isNotReadableWithTooManyPages() {
            assertThat(read(Attachment.Type.PDF, pdf(document -> {
                        for (int i = 0; i < 201; i++) {
                            document.addPage(new PDPage());
                        }
                    })))
                    .isEmpty();
        }
    }

    @Nested
    class OfficeDocument {
        @Test
        void saysWhatStandsInEveryPartAlsoWhatWasDeletedAndWhereAWordIsCut() {
            byte[] file = docx(Map.of(
                    BODY,
                    "<w:document xmlns:w='" + W + "'><w:body><w:p><w:r><w:t>She is at 3 Ta</w:t></w:r>"
                            + "<w:r><w:t>rn Walk</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>and Pryce saw it</w:delText>"
                            + "</w:r></w:del></w:p></w:body></w:document>",
                    "word/comments.xml",
                    "<w:comments xmlns:w='" + W + "'><w:comment w:author='Gethin Marchbanks'><w:p><w:r><w:t>ring"
                            + " 07700 900131</w:t></w:r></w:p></w:comment></w:comments>",
                    "docProps/core.xml",
                    "<cp xmlns:dc='x'><dc:title>Willowmere House</dc:title></cp>"));
            assertThat(read(Attachment.Type.DOCX, file).orElseThrow())
                    .contains(
                            "3 Tarn Walk", "and Pryce saw it", "07700 900131", "Gethin Marchbanks", "Willowmere House");
        }

        @Test
        void isNotReadableWithAPictureOrAnotherFileInIt() {
            for (String part :
                    new String[] {"word/media/image1.png", "word/embeddings/oleObject1.bin", "word/x.html"}) {
                assertThat(read(Attachment.Type.DOCX, docx(Map.of(BODY, body("Look"), part, "x"))))
                        .as(part)
                        .isEmpty();
            }
        }

        @Test
        void isNotReadableWithADocumentType() {
            String entity = "<!DOCTYPE d [<!ENTITY x 'aaaaaaaaaa'>]>" + body("&x;");
            assertThat(read(Attachment.Type.DOCX, docx(Map.of(BODY, entity)))).isEmpty();
        }

        @Test
        void isNotReadableWhereItUnpacksToTooMuch() {
            String much = body("a ".repeat(17 * 1024 * 1024));
            byte[] bomb = docx(Map.of(BODY, much));
            assertThat(bomb.length).isLessThan(1024 * 1024);
            assertThat(read(Attachment.Type.DOCX, bomb)).isEmpty();
        }

        @Test
        void isNotReadableWhenItIsNone() {
            assertThat(read(Attachment.Type.DOCX, "PK no".getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty();
            assertThat(read(Attachment.Type.DOCX, docx(Map.of("other.xml", "<a/>"))))
                    .isEmpty();
            assertThat(read(Attachment.Type.DOCX, docx(Map.of(BODY, "<w:document>"))))
                    .isEmpty();
        }
    }

    @Test
    void whatTakesTooLongIsNotReadable() {
        byte[] file = pdf(document -> {
            for (int i = 0; i < 150; i++) {
                page(document, "Page " + i);
            }
        });
        assertThat(new Reading(Duration.ZERO).words(Attachment.Type.PDF, Bytes.of(file)))
                .isEmpty();
    }

    private Optional<String> read(Attachment.Type type, byte[] file) {
        return reading.words(type, Bytes.of(file));
    }

    private interface Filling {
        void fill(PDDocument document) throws IOException;
    }

    private static byte[] pdf(Filling filling) {
        try (PDDocument document = new PDDocument()) {
            filling.fill(document);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PDPage page(PDDocument document, String text) throws IOException {
        PDPage page = new PDPage();
        document.addPage(page);
        try (PDPageContentStream to = new PDPageContentStream(document, page)) {
            to.beginText();
            to.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
            to.newLineAtOffset(50, 700);
            to.showText(text);
            to.endText();
        }
        return page;
    }

    private static String body(String text) {
        return "<w:document xmlns:w='" + W + "'><w:body><w:p><w:r><w:t>" + text
                + "</w:t></w:r></w:p></w:body></w:document>";
    }

    private static byte[] docx(Map<String, String> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(9);
        deflater.setInput(plain);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
