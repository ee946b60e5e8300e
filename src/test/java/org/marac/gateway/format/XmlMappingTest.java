package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** An agency's own XML: what is taken, how it is unwrapped, what a stylesheet cannot do. */
class XmlMappingTest {
    private static final AgencyId SENDER = new AgencyId("wenbury-police");
    private static final String YAML = """
            roots: ["{urn:a}case"]
            wrappers:
              - {root: "{urn:w}plain", path: ["{urn:w}body"], escaped: 0}
              - {root: "{urn:w}once", path: ["{urn:w}body"], escaped: 1}
              - {root: "{urn:w}twice", path: ["{urn:w}body"], escaped: 2}
            stylesheet: a.xsl
            """;
    /** Makes JSON of what it was given; what stands in the place of the star says how. */
    private static final String XSL = """
            <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:a="urn:a"
                xmlns:fn="http://www.w3.org/2005/xpath-functions" xmlns:xs="http://www.w3.org/2001/XMLSchema">
              <xsl:param name="sender"/><xsl:param name="sha256"/><xsl:param name="wrapper" select="()"/>
              <xsl:template match="/"><xsl:sequence select="*"/></xsl:template>
            </xsl:stylesheet>
            """;

    @TempDir
    Path directory;

    private Path folder;

    @BeforeEach
    void mapping() throws IOException {
        folder = Files.createDirectories(directory.resolve(SENDER.value()));
        Files.writeString(folder.resolve("xml.yaml"), YAML);
        stylesheet("map{'ref': string(a:case/a:ref), 'sender': $sender, 'wrapped': exists($wrapper)}");
    }

    private void stylesheet(String select) throws IOException {
        Files.writeString(
                folder.resolve("a.xsl"),
                XSL.replace("*", select.replace("\"", "&quot;").replace("<", "&lt;")));
    }

    private XmlMapping loaded() {
        return new Mappings(directory).of(SENDER, XmlMapping.KIND).orElseThrow();
    }

    private String json(String xml) throws Refused {
        return loaded().canonical(Bytes.utf8(xml), SENDER).toString();
    }

    private Refusal refused(String xml) {
        return refused(Bytes.utf8(xml));
    }

    private Refusal refused(Bytes xml) {
        try {
            return org.junit.jupiter.api.Assertions.fail("taken: " + loaded().canonical(xml, SENDER));
        } catch (Refused e) {
            return e.refusal();
        }
    }

    private static Refusal refusal(RefusalCode code, String reason) {
        return Refusal.of(code, reason);
    }

    private static String escaped(String xml) {
        return xml.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Test
    void theStylesheetSaysWhatADocumentMeans() throws Refused {
        assertThat(json("<case xmlns='urn:a'><ref>7</ref></case>"))
                .isEqualTo("{\"ref\":\"7\",\"sender\":\"wenbury-police\",\"wrapped\":false}");
    }

    @Test
    void aNamespaceCountsByItsUriNotItsPrefix() throws Refused {
        assertThat(json("<?xml version='1.0'?><x:case xmlns:x='urn:a'><x:ref>7</x:ref></x:case>"))
                .contains("\"7\"");
        assertThat(refused("<case xmlns='urn:b'/>")).isEqualTo(refusal(RefusalCode.UNSUPPORTED, "root-not-taken"));
        assertThat(refused("<case/>")).isEqualTo(refusal(RefusalCode.UNSUPPORTED, "root-not-taken"));
    }

    @Test
    void exactlyTheDeclaredLayersAreUnwrapped() throws Refused {
        String inner = "<case xmlns='urn:a'><ref>a &amp; b</ref></case>";
        String form = "<%1$s xmlns='urn:w'><body>%2$s</body></%1$s>";

        assertThat(json(form.formatted("plain", inner))).contains("a & b").contains("\"wrapped\":true");
        assertThat(json(form.formatted("once", escaped("\n <?xml version='1.0'?>" + inner))))
                .contains("a & b");
        assertThat(json(form.formatted("twice", escaped(escaped(inner))))).contains("a & b");

        assertThat(refused(form.formatted("plain", escaped(inner))).reason()).contains("wrapper-not-as-declared");
        assertThat(refused(form.formatted("once", inner)).reason()).contains("wrapper-not-as-declared");
        assertThat(refused(form.formatted("once", escaped(escaped(inner)))).reason())
                .contains("not-xml");
        assertThat(refused(form.formatted("twice", escaped(inner))).reason()).contains("wrapper-not-as-declared");
        assertThat(refused(form.formatted("twice", escaped(escaped(escaped(inner)))))
                        .reason())
                .contains("not-xml");
    }

    @Test
    void aWrapperInAWrapperIsNotUnwrapped() {
        String once = "<once xmlns='urn:w'><body>%s</body></once>";

        assertThat(refused(once.formatted(escaped(once.formatted(escaped("<case xmlns='urn:a'/>"))))))
                .isEqualTo(refusal(RefusalCode.UNSUPPORTED, "root-not-taken"));
    }

    @Test
    void twoPayloadsAreNotOne() {
        assertThat(refused("<plain xmlns='urn:w'><body><case xmlns='urn:a'/><case xmlns='urn:a'/></body></plain>")
                        .reason())
                .contains("wrapper-not-as-declared");
        assertThat(refused("<once xmlns='urn:w'><body/><body/></once>").reason())
                .contains("wrapper-not-as-declared");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE case [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><case xmlns='urn:a'>&x;</case> | document-type",
                "<!DOCTYPE case SYSTEM 'http://127.0.0.1:1/x.dtd'><case xmlns='urn:a'/>                  | document-type",
                "<case xmlns='urn:a'>&x;</case>                                                         | not-xml",
                "<case xmlns='urn:a'>                                                                   | not-xml",
                "<case xmlns='urn:a'/><case/>                                                           | not-xml",
                "{\"case\": 1}                                                                          | not-xml",
                "<once xmlns='urn:w'><body>&lt;!DOCTYPE x&gt;&lt;case xmlns='urn:a'/&gt;</body></once>  | document-type",
            })
    void hostileXmlIsRefused(String xml, String reason) {
        assertThat(refused(xml.strip())).isEqualTo(refusal(RefusalCode.UNREADABLE, reason));
    }

    @Test
    void deepXmlIsRefused() {
        assertThat(refused("<case xmlns='urn:a'>" + "<a>".repeat(500) + "</a>".repeat(500) + "</case>")
                        .reason())
                .contains("too-deep");
        assertThat(refused("<case xmlns='urn:a'>" + "<a/>".repeat(100_001) + "</case>")
                        .reason())
                .contains("too-deep");
    }

    @Test
    void theDeclaredCharacterSetIsKept() throws Refused {
        String xml = "<?xml version='1.0' encoding='windows-1252'?><case xmlns='urn:a'><ref>Zoë’s</ref></case>";

        assertThat(loaded().canonical(Bytes.of(xml.getBytes(Charset.forName("windows-1252"))), SENDER)
                        .toString())
                .contains("Zoë’s");
        assertThat(refused(Bytes.of(xml.replace("windows-1252", "utf-8").getBytes(Charset.forName("windows-1252"))))
                        .reason())
                .contains("character-set");
        assertThat(refused(xml.replace("windows-1252", "utf-16")).reason()).contains("character-set");
        assertThat(refused(xml.replace("windows-1252", "utf-7")).reason()).contains("character-set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "map{'x': doc('file:///etc/passwd')}",
                "map{'x': unparsed-text('file:///etc/passwd')}",
                "map{'x': unparsed-text-lines('/etc/passwd')}",
                "map{'x': json-doc('file:///etc/passwd')}",
                "map{'x': string-join(collection('file:///etc') ! base-uri(.))}",
                "map{'x': document('http://127.0.0.1:1/x')}",
                "map{'x': fn:transform(map{'stylesheet-location': 'file:///tmp/x.xsl', 'source-node': .})}",
                "map{'x': error()}",
                "map{'x': 1 div 0}",
                "(map{}, map{})",
                "'not json'",
                "()",
            })
    void whatAStylesheetCannotDoIsRefusedWithoutContent(String select) throws IOException {
        stylesheet(select);

        assertThat(refused("<case xmlns='urn:a'/>")).isEqualTo(Refusal.at(RefusalCode.INVALID, "mapping-failed", "/"));
    }

    @Test
    void aStylesheetSeesNothingOfTheMachine() throws Exception {
        stylesheet(
                "map{'home': string(environment-variable('HOME')), 'all': count(available-environment-variables()),"
                        + " 'java': system-property('java.version') || system-property('user.home'),"
                        + " 'passwd': unparsed-text-available('file:///etc/passwd'), 'doc': doc-available('file:///etc/hosts')}");

        assertThat(json("<case xmlns='urn:a'/>"))
                .contains("\"home\":\"\"", "\"all\":0", "\"java\":\"\"", "\"passwd\":false", "\"doc\":false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<xsl:result-document href='file:///tmp/x'/>",
                "<xsl:evaluate xpath=\"'1'\"/>",
                "<xsl:source-document href='file:///etc/passwd'/>",
                "<xsl:sequence select=\"Q{java:java.lang.System}exit(1)\"/>",
                "<xsl:sequence select=\"Q{java:java.lang.Runtime}getRuntime()\"/>",
            })
    void whatReachesOutIsNoStylesheet(String instruction) throws IOException {
        Files.writeString(folder.resolve("a.xsl"), XSL.replace("<xsl:sequence select=\"*\"/>", instruction));

        assertThat(new Mappings(directory).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("a.xsl");
            assertThat(problem.line()).isBetween(3, 5);
        });
    }

    @Test
    void aMappingRefusesInItsOwnWords() throws IOException {
        stylesheet("map{'unsupported': 'no-defendant'}");
        assertThat(refused("<case xmlns='urn:a'/>")).isEqualTo(refusal(RefusalCode.UNSUPPORTED, "no-defendant"));

        stylesheet("map{'invalid': 'no-date', 'at': '/header/created'}");
        assertThat(refused("<case xmlns='urn:a'/>"))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "no-date", "/header/created"));

        stylesheet("map{'unsupported': 'Not A Code: ' || .}");
        assertThat(refused("<case xmlns='urn:a'>secret</case>"))
                .isEqualTo(refusal(RefusalCode.UNSUPPORTED, "not-taken"));
    }

    @Test
    void aSchemaIsKept() throws IOException, Refused {
        Files.writeString(folder.resolve("xml.yaml"), YAML + "schema: a.xsd\n");
        Files.writeString(folder.resolve("a.xsd"), """
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" elementFormDefault="qualified">
                  <xs:element name="case"><xs:complexType><xs:sequence>
                    <xs:element name="ref" type="xs:integer"/>
                  </xs:sequence></xs:complexType></xs:element>
                </xs:schema>
                """);

        assertThat(json("<case xmlns='urn:a'><ref>7</ref></case>")).contains("\"7\"");
        Refusal wrong = refused("<case xmlns='urn:a'>\n<ref>12 Tarn Walk</ref></case>");
        assertThat(wrong.reason()).contains("against-its-schema");
        assertThat(wrong.position())
                .hasValueSatisfying(place -> assertThat(place).startsWith("line-2-column-"));
        assertThat(wrong.toString()).doesNotContain("Tarn");
    }

    @Test
    void aSchemaThatNeedsAnotherIsNone() throws IOException {
        Files.writeString(folder.resolve("xml.yaml"), YAML + "schema: a.xsd\n");
        Files.writeString(folder.resolve("a.xsd"), """
                <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
                  <xs:import namespace="urn:b" schemaLocation="file:///etc/b.xsd"/>
                  <xs:element name="x" xmlns:b="urn:b" type="b:t"/>
                </xs:schema>
                """);

        assertThatThrownBy(this::loaded)
                .isInstanceOf(Mappings.MappingUnavailable.class)
                .hasMessageContaining("a.xsd");
    }

    private Optional<Bytes> own(String stylesheet, String view) throws IOException {
        Files.writeString(folder.resolve("xml.yaml"), "out: out.xsl\n");
        Files.writeString(folder.resolve("out.xsl"), """
                <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                    xpath-default-namespace="http://www.w3.org/2005/xpath-functions">
                  <xsl:output method="text" encoding="UTF-16"/>
                  <xsl:template match="/">*</xsl:template>
                </xsl:stylesheet>
                """.replace("*", stylesheet));
        return new Mappings(directory).of(SENDER, XmlMapping.KIND).orElseThrow().own(Bytes.utf8(view));
    }

    @Test
    void aViewBecomesTheAgencysOwnXml() throws IOException {
        assertThat(own(
                                "<case ref='{map/map[@key=\"header\"]/string[@key=\"id\"]}'/>",
                                "{\"header\":{\"id\":\"m-<1>-Zoë\"}}")
                        .map(Bytes::text))
                .contains("<?xml version=\"1.0\" encoding=\"UTF-8\"?><case ref=\"m-&lt;1&gt;-Zoë\"/>");
        assertThat(refused("<case xmlns='urn:a'/>").reason())
                .as("it maps nothing in")
                .contains("no-mapping");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<a/><b/>",
                "<xsl:sequence select='error()'/>",
                "<a><xsl:copy-of select='doc(\"file:///etc/hosts\")'/></a>"
            })
    void aViewThatBecomesNoDocumentIsAFailureThatSaysNothingOfIt(String stylesheet) {
        assertThatThrownBy(() -> own(stylesheet, "{\"kind\":\"secret\"}"))
                .isInstanceOf(OwnFormFailed.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void aLongListMayBeGoneThroughByRecursion() throws Exception {
        Files.writeString(folder.resolve("a.xsl"), """
                <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:f"
                    xmlns:xs="http://www.w3.org/2001/XMLSchema">
                  <xsl:function name="f:down" as="xs:integer"><xsl:param name="n" as="xs:integer"/><xsl:param name="sum" as="xs:integer"/>
                    <xsl:choose>
                      <xsl:when test="$n = 0"><xsl:sequence select="$sum"/></xsl:when>
                      <xsl:otherwise><xsl:sequence select="f:down($n - 1, $sum + 1)"/></xsl:otherwise>
                    </xsl:choose>
                  </xsl:function>
                  <xsl:template match="/"><xsl:sequence select="map{'ref': f:down(10000, 0)}"/></xsl:template>
                </xsl:stylesheet>
                """);

        assertThat(json("<case xmlns='urn:a'/>")).isEqualTo("{\"ref\":10000}");
    }

    @Test
    void aStylesheetThatNeverEndsIsStoppedAndAGoodOneRunsOn() throws Exception {
        Files.writeString(folder.resolve("a.xsl"), """
                <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:a="urn:a">
                  <xsl:template match="/">
                    <xsl:choose>
                      <xsl:when test="a:case/a:ref = 'loops'">
                        <xsl:for-each select="1 to 1000000000">
                          <xsl:if test=". = 0"><xsl:sequence select="'never'"/></xsl:if>
                          <xsl:for-each select="1 to 1000000000"><xsl:if test=". = 0"><xsl:sequence select="'never'"/></xsl:if></xsl:for-each>
                        </xsl:for-each>
                      </xsl:when>
                      <xsl:otherwise><xsl:sequence select="map{'ref': string(a:case/a:ref)}"/></xsl:otherwise>
                    </xsl:choose>
                  </xsl:template>
                </xsl:stylesheet>
                """);
        XmlMapping loops = new Mappings(directory, Duration.ofMillis(300))
                .of(SENDER, XmlMapping.KIND)
                .orElseThrow();

        for (int i = 0; i < 4; i++) {
            Refused refused = catchThrowableOfType(
                    Refused.class,
                    () -> loops.canonical(Bytes.utf8("<case xmlns='urn:a'><ref>loops</ref></case>"), SENDER));
            assertThat(refused.refusal()).isEqualTo(Refusal.at(RefusalCode.INVALID, "mapping-timeout", "/"));
        }

        // Those that were stopped are gone: nothing of them keeps the next from being read.
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                loops.canonical(Bytes.utf8("<case xmlns='urn:a'><ref>good</ref></case>"), SENDER)
                                        .toString())
                        .isEqualTo("{\"ref\":\"good\"}"));
    }
}
