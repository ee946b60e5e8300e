package org.marac.gateway.protocol;

import static org.marac.gateway.protocol.ProtocolForm.each;
import static org.marac.gateway.protocol.ProtocolForm.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.Protocol;

/**
 * The document people read, made from the same bytes that are signed and enforced, with their digest in it. Says everything
 * the bytes say: what it has no words for, it gives as it stands.
 */
final class Rendering {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.UK).withZone(ZoneOffset.UTC);
    private static final Set<String> TOLD_OF_A_CLAUSE = Set.of(
            "id",
            "effect",
            "title",
            "text",
            "from",
            "to",
            "purposes",
            "kinds",
            "categories",
            "when",
            "obligations",
            "basis",
            "about",
            "rules",
            "reason");

    private final Sheet sheet;
    private final JsonNode document;
    private final Protocol protocol;
    private final Wording wording;
    private final Markup page = new Markup();

    private Rendering(Sheet sheet, JsonNode document) {
        this.sheet = sheet;
        this.document = document;
        this.protocol = sheet.protocol().orElseThrow();
        this.wording = new Wording(protocol);
    }

    /**
     * The document, as XHTML.
     *
     * @param status what is to be said of the version as a whole
     * @param signatures how each party stands to it, one row each: name, office, standing, when, certificate
     * @param at for which moment status and signatures are true
     */
    static String of(Sheet sheet, String status, List<List<String>> signatures, Instant at) throws UnsoundProtocol {
        Rendering rendering = new Rendering(sheet, StrictYaml.read(sheet.bytes()));
        rendering.write(status, signatures, at);
        return Markup.page(
                rendering.protocol.title() + ", version " + rendering.protocol.version(),
                css().replace("${foot}", rendering.foot()),
                rendering.page);
    }

    /** At the foot of every page of paper: which bytes it was made from. Made of letters, digits and hyphens only. */
    private String foot() {
        return protocol.id() + " version " + protocol.version() + "  SHA-256 "
                + protocol.digest().hex();
    }

    /** A moment as people say it. */
    static String time(Instant moment) {
        return TIME.format(moment);
    }

    private void write(String status, List<List<String>> signatures, Instant at) {
        head(status, at);
        contents();
        RenderedTables tables = new RenderedTables(document, protocol, page);
        tables.parties();
        page.part("signatures", "2  Signatures");
        page.element("p", "How each party stands to exactly these bytes on " + TIME.format(at) + ".");
        page.table(
                "signatures",
                "Signatures",
                List.of("Party", "Office that signs", "Signature", "Signed, as the signer says", "Certificate"),
                signatures);
        tables.words("purposes", "3  Purposes", "What information may be used for, and for nothing else");
        tables.words(
                "categories", "4  Kinds of information", "What a clause means when it names a kind of information");
        clauses();
        tables.terms();
        tables.certificates();
    }

    private void head(String status, Instant at) {
        page.open("header").element("h1", protocol.title());
        page.element("p", "version", "Version " + protocol.version() + " of " + protocol.id());
        page.element("p", "status", status);
        List<List<String>> facts = new ArrayList<>(List.of(
                List.of("SHA-256 of the signed bytes", protocol.digest().hex()),
                List.of("Takes effect", TIME.format(protocol.effective())),
                List.of(
                        "To be reviewed by",
                        protocol.review().format(DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK))),
                List.of("Expires", TIME.format(protocol.expires())),
                List.of("Coordinator", wording.agency(protocol.coordinator())),
                List.of("Chair", wording.agency(protocol.governance().chair())),
                List.of("Quorum", protocol.governance().quorum() + " parties, the chair among them")));
        protocol.previous().ifPresent(before -> facts.add(1, List.of("SHA-256 of the version before", before.hex())));
        page.facts("This version", facts);
        page.element(
                "p",
                "note",
                "This document was made on " + TIME.format(at) + " from the file protocol.yaml with the SHA-256 above."
                        + " That file is what each party signs and what the gateway enforces; should this document and the"
                        + " file ever differ, the file counts.");
        page.close("header");
    }

    private void contents() {
        page.open("nav").element("h2", "Contents").open("ol", "contents");
        List.of(
                        "parties 1  Parties",
                        "signatures 2  Signatures",
                        "purposes 3  Purposes",
                        "categories 4  Kinds of information",
                        "clauses 5  Clauses",
                        "terms 6  Thresholds, retention and other terms",
                        "certificates 7  Certificates")
                .forEach(entry -> page.open("li")
                        .link(entry.substring(0, entry.indexOf(' ')), entry.substring(entry.indexOf(' ') + 1))
                        .close("li"));
        page.close("ol").close("nav");
    }

    private void clauses() {
        page.part("clauses", "5  Clauses");
        page.element(
                "p",
                "note",
                "Nothing is shared that no clause permits. A clause that forbids beats every clause that permits, and one that asks for"
                        + " a person lets nothing go before. Under each"
                        + " clause stands the rule the gateway enforces.");
        each(document, "clauses").forEach(node -> {
            String id = text(node, "id");
            Clause clause = protocol.clauses().stream()
                    .filter(found -> found.id().value().equals(id))
                    .findFirst()
                    .orElseThrow();
            page.open("section", "clause " + clause.effect().name().toLowerCase(Locale.ROOT));
            page.anchor("h3", "clause-" + id, "clause-title")
                    .text(id + "  " + clause.title())
                    .close("h3");
            page.element("p", "text", clause.text().strip());
            String rule = wording.rule(clause);
            String verb = Wording.verb(clause);
            page.open("p", "rule")
                    .element("strong", verb)
                    .text(rule.substring(verb.length()))
                    .close("p");
            Wording.condition(clause)
                    .ifPresent(when -> page.open("p", "condition")
                            .text("Only when: ")
                            .element("code", when)
                            .close("p"));
            RenderedTables.rest(page, "Further terms of " + id, node, TOLD_OF_A_CLAUSE);
            page.close("section");
        });
    }

    private static String css() {
        try (InputStream in = Rendering.class.getResourceAsStream("protocol.css")) {
            if (in == null) {
                throw new IllegalStateException("The protocol's style sheet is not in the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The protocol's style sheet cannot be read", e);
        }
    }
}
