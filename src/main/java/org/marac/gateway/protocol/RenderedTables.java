package org.marac.gateway.protocol;

import static org.marac.gateway.protocol.ProtocolForm.each;
import static org.marac.gateway.protocol.ProtocolForm.optional;
import static org.marac.gateway.protocol.ProtocolForm.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;

/** The tables of the document people read: parties, definitions, terms, certificates. */
final class RenderedTables {
    private static final Set<String> TOLD = Set.of(
            "protocol",
            "version",
            "previous",
            "title",
            "effective",
            "review",
            "expires",
            "coordinator",
            "governance",
            "envelope",
            "parties",
            "purposes",
            "categories",
            "thresholds",
            "repeat",
            "retention",
            "emergency",
            "lateReview",
            "delivery",
            "clauses");

    private static final Set<String> TOLD_OF_A_PARTY = Set.of(
            "id",
            "name",
            "sector",
            "controller",
            "regime",
            "relevantAuthority",
            "publicAuthority",
            "contact",
            "signatory",
            "certificates",
            "channels");

    private final JsonNode document;
    private final Protocol protocol;
    private final Markup page;

    RenderedTables(JsonNode document, Protocol protocol, Markup page) {
        this.document = document;
        this.protocol = protocol;
        this.page = page;
    }

    void parties() {
        page.part("parties", "1  Parties");
        List<List<String>> rows = new ArrayList<>();
        for (Party party : protocol.parties()) {
            rows.add(List.of(
                    party.name() + " (" + party.id() + ")",
                    party.sector().replace('-', ' '),
                    party.controller(),
                    party.contact(),
                    law(party),
                    doors(party)));
        }
        page.table(
                "parties",
                "Parties",
                List.of(
                        "Party",
                        "Sector",
                        "Data controller",
                        "Single point of contact",
                        "Standing in law",
                        "Exchanges by"),
                rows);
        // What else the bytes say of a party, as it stands there: nothing is left out.
        each(document, "parties")
                .forEach(node -> rest(page, "Further terms of " + text(node, "name"), node, TOLD_OF_A_PARTY));
    }

    /** The office whose holder signs for a party. */
    static Optional<String> office(JsonNode document, Party party) {
        return each(document, "parties")
                .filter(node -> text(node, "id").equals(party.id().value()))
                .flatMap(node -> optional(node, "signatory").stream())
                .findFirst();
    }

    private static String law(Party party) {
        String regime = switch (party.regime()) {
            case GDPR -> "UK GDPR";
            case PART3 -> "DPA 2018 Part 3";
            case BOTH -> "UK GDPR and DPA 2018 Part 3";
        };
        return regime + "; " + (party.publicAuthority() ? "public authority" : "not a public authority") + "; "
                + (party.relevantAuthority() ? "relevant authority" : "not a relevant authority") + " (CDA 1998 s115)";
    }

    private static String doors(Party party) {
        List<String> doors = party.channels().stream()
                .map(channel -> channel.door().code() + ": "
                        + (channel.sends() && channel.receives()
                                ? "sends and receives"
                                : channel.sends() ? "sends" : channel.receives() ? "receives" : "nothing")
                        + (channel.sends() ? ", " + Wording.word(channel.assurance()) : "")
                        + channel.mail()
                                .map(mail -> ", " + mail.address() + ", " + Wording.word(mail.form()))
                                .orElse(""))
                .toList();
        return String.join("; ", doors);
    }

    void words(String list, String heading, String caption) {
        page.part(list, heading);
        page.table(
                "words",
                caption,
                List.of("Code", "Meaning"),
                each(document, list)
                        .map(node -> List.of(text(node, "code"), text(node, "text")))
                        .toList());
    }

    void terms() {
        page.part("terms", "6  Thresholds, retention and other terms");
        page.table(
                "terms",
                "Visible high risk: how many answers must be yes",
                List.of("Instrument", "Count", "Note"),
                each(document, "thresholds")
                        .map(node -> List.of(
                                text(node, "instrument"),
                                node.get("count").asText(),
                                optional(node, "text").orElse("")))
                        .toList());
        page.table(
                "terms",
                "How long documents are kept, after the case was last heard",
                List.of("Document", "Years"),
                protocol.retention().stream()
                        .map(kept -> List.of(kept.document().replace('-', ' '), Integer.toString(kept.years())))
                        .toList());
        List<List<String>> terms = new ArrayList<>();
        terms.add(List.of(
                "Repeat",
                "Within " + protocol.repeat().months() + " months of the last "
                        + protocol.repeat().from().name() + ". "
                        + optional(document.get("repeat"), "text").orElse("")));
        terms.add(List.of(
                "Age of messages",
                "At most " + Wording.length(protocol.envelope().maximumAge()) + "; a sender's clock may run ahead by "
                        + Wording.length(protocol.envelope().clockSkew())));
        protocol.emergency()
                .ifPresent(rule -> terms.add(List.of(
                        "Break-glass",
                        rule.people() + " people, for at most " + rule.hours() + " hours, as clause " + rule.clause()
                                + " allows. " + tell(rule)
                                + " told when it is opened; it is reviewed within " + Wording.length(rule.review())
                                + " of its end")));
        protocol.lateReview()
                .ifPresent(rule -> terms.add(List.of(
                        "Late review",
                        Wording.length(rule.grace()) + " of grace; then "
                                + (rule.emergencies() ? "emergencies continue" : "emergencies stop too") + ". "
                                + text(document.get("lateReview"), "text"))));
        Optional.ofNullable(document.get("delivery"))
                .ifPresent(said -> terms.add(List.of(
                        "Delivery",
                        "Within " + Wording.length(protocol.delivery().normal()) + ", in an emergency within "
                                + Wording.length(protocol.delivery().emergency())
                                + "; otherwise the coordinator and the sender are told. "
                                + optional(said, "text").orElse(""))));
        page.facts("Other terms", terms);
        rest(page, "Further terms", document, TOLD);
    }

    private String tell(Protocol.Emergency rule) {
        Wording wording = new Wording(protocol);
        return rule.tell().stream().map(wording::agency).collect(Collectors.joining(" and "))
                + (rule.tell().size() == 1 ? " is" : " are");
    }

    void certificates() {
        page.part("certificates", "7  Certificates");
        List<List<String>> rows = new ArrayList<>();
        for (Party party : protocol.parties()) {
            party.certificates()
                    .forEach(pinned -> rows.add(List.of(
                            party.name(),
                            Wording.word(pinned.use()),
                            pinned.sha256().hex())));
        }
        page.table(
                "certificates",
                "The only certificates the parties use, by the SHA-256 of their DER form",
                List.of("Party", "Use", "SHA-256"),
                rows);
    }

    /** What stands in the bytes and has no words of its own here: as it stands, so that nothing is left out. */
    static void rest(Markup page, String caption, JsonNode node, Set<String> told) {
        List<List<String>> rest = new ArrayList<>();
        node.fields().forEachRemaining(field -> {
            if (!told.contains(field.getKey())) {
                JsonNode value = field.getValue();
                rest.add(List.of(field.getKey(), value.isTextual() ? value.textValue() : value.toString()));
            }
        });
        if (!rest.isEmpty()) {
            page.facts(caption, rest);
        }
    }
}
