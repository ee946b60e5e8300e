package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.protocol.Area.NOW;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.seal.SignatureRejected;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The document people read says what the bytes say that are signed, all of it, and which bytes. */
class RenderingTest {
    private static final String[] QUORUM = {"wenbury-police", "wenbury-marac", "wenbury-hospital"};
    /** Codes of the form, for which the document has words of its own. */
    private static final Set<String> CODED = Set.of(
            "sector",
            "regime",
            "effective",
            "review",
            "expires",
            "door",
            "assurance",
            "use",
            "effect",
            "from",
            "to",
            "kinds",
            "about",
            "basis",
            "document",
            "maximumAge",
            "normal",
            "emergency",
            "clockSkew",
            "grace",
            "emergencies",
            "clauses",
            "categories",
            "purposes",
            "coordinator",
            "chair");

    @TempDir
    Path folder;

    private Area area;

    @BeforeEach
    void first() {
        area = new Area(folder);
        area.version(1, Area.first(), QUORUM);
    }

    @Test
    void itIsWellFormedAndNamesTheDigestOfTheExactBytes() throws Exception {
        Document document = parsed(html(Area.first()));
        assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en-GB");
        assertThat(text(document))
                .contains(Bytes.utf8(Area.first()).digest().hex())
                .contains("In force.")
                .contains("Wenbury Constabulary")
                .contains("Chief Constable")
                .contains("Signed; the signature is valid")
                .contains("This party has not signed: sends and receives nothing");
    }

    @Test
    void everyTextOfTheProtocolStandsInIt() throws Exception {
        String said = text(parsed(html(Area.first())));
        List<String> texts = new ArrayList<>();
        texts(StrictYaml.read(Bytes.utf8(Area.first())), "", texts);
        assertThat(texts).hasSizeGreaterThan(200);
        assertThat(texts).allSatisfy(text -> assertThat(said).contains(text));
    }

    @Test
    void everyClauseHasItsRuleInWordsAndANameToLinkTo() throws Exception {
        Document document = parsed(html(Area.first()));
        Protocol protocol = Shelves.read(Area.first());
        Wording wording = new Wording(protocol);
        String said = text(document);
        assertThat(protocol.clauses()).isNotEmpty().allSatisfy(clause -> {
            assertThat(said).contains(clause.id() + " " + clause.title());
            assertThat(said).contains(wording.rule(clause));
        });
        NodeList headings = document.getElementsByTagName("h3");
        assertThat(headings.getLength()).isEqualTo(protocol.clauses().size());
        assertThat(((Element) headings.item(0)).getAttribute("id")).isEqualTo("clause-C1.1");
    }

    @Test
    void tablesHaveCaptionsAndHeadedRows() throws Exception {
        NodeList tables = parsed(html(Area.first())).getElementsByTagName("table");
        assertThat(tables.getLength()).isGreaterThan(6);
        for (int i = 0; i < tables.getLength(); i++) {
            Element table = (Element) tables.item(i);
            assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
            NodeList heads = table.getElementsByTagName("th");
            for (int j = 0; j < heads.getLength(); j++) {
                assertThat(((Element) heads.item(j)).getAttribute("scope")).isIn("col", "row");
            }
        }
    }

    @Test
    void whatLooksLikeMarkupIsText() throws Exception {
        String hostile = Area.first()
                .replaceFirst("(?m)^title: .*$", "title: \"<script>alert(1)</script> & <b>bold</b> 'quoted'\"");
        area.version(1, hostile, QUORUM);
        Document document = parsed(html(hostile));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(text(document)).contains("<script>alert(1)</script> & <b>bold</b> 'quoted'");
    }

    @Test
    void itSaysWhatIsNotInForce() throws Exception {
        String next = Area.next(Area.first(), 2, "2027-01-01T00:00:00Z");
        area.version(2, next, "wenbury-marac");
        assertThat(text(parsed(html(next)))).contains("Not in force: the chair has not signed.");
        area.version(2, next, QUORUM);
        assertThat(text(parsed(html(next))))
                .contains(
                        "Agreed: the chair and the quorum have signed. It takes effect on 1 January 2027, 00:00 UTC.");
    }

    @Test
    void thePdfSaysTheSameAndIsTagged() throws Exception {
        Bytes pdf = ProtocolPdf.of(html(Area.first()));
        try (PDDocument document = Loader.loadPDF(pdf.toArray())) {
            String said = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
            assertThat(said)
                    .contains(Bytes.utf8(Area.first()).digest().hex())
                    .contains("C5.5")
                    .contains("immigration");
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en-GB");
            assertThat(document.getDocumentInformation().getTitle()).contains("Wenbury");
        }
    }

    @Test
    void everyReasonWhyASignatureDoesNotStandHasWords() {
        assertThat(SignatureRejected.Reason.values())
                .allSatisfy(reason -> assertThat(Wording.knows(reason.code()))
                        .as(reason.code())
                        .isTrue());
    }

    private String html(String text) {
        return area.shelf().document(Shelves.read(text).ref(), NOW).orElseThrow();
    }

    private static Document parsed(String html) throws Exception {
        // A document type would let the parser fetch; the one of HTML names nothing.
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Document document) {
        return document.getElementsByTagName("body").item(0).getTextContent().replaceAll("\\s+", " ");
    }

    private static void texts(JsonNode node, String name, List<String> to) throws IOException {
        if (node.isObject()) {
            for (var fields = node.fields(); fields.hasNext(); ) {
                var field = fields.next();
                texts(field.getValue(), field.getKey(), to);
            }
        } else if (node.isArray()) {
            for (JsonNode item : node) {
                texts(item, name, to);
            }
        } else if (!node.isBoolean() && !CODED.contains(name)) {
            to.add(node.asText().strip().replaceAll("\\s+", " "));
        }
    }
}
