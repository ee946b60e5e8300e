package org.marac.gateway.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;

/** From a document that fits the schema to the protocol it describes. */
final class ProtocolForm {
    private ProtocolForm() {}

    static Protocol protocol(JsonNode document, Digest digest) throws UnsoundProtocol {
        try {
            return new Protocol(
                    text(document, "protocol"),
                    document.get("version").intValue(),
                    digest,
                    text(document, "title"),
                    optional(document, "previous").map(Digest::parse),
                    Instant.parse(text(document, "effective")),
                    LocalDate.parse(text(document, "review")),
                    Instant.parse(text(document, "expires")),
                    new AgencyId(text(document, "coordinator")),
                    governance(document.get("governance")),
                    envelope(document.get("envelope")),
                    each(document, "parties").map(ProtocolForm::party).toList(),
                    each(document, "clauses").map(ClauseForm::clause).toList(),
                    thresholds(document),
                    repeat(document.get("repeat")),
                    each(document, "retention").map(ProtocolForm::retention).toList(),
                    Optional.ofNullable(document.get("emergency"))
                            .map(node -> emergency(node, governance(document.get("governance")))),
                    Optional.ofNullable(document.get("lateReview")).map(ProtocolForm::lateReview),
                    WaitsForm.waits(document),
                    delivery(document));
        } catch (DateTimeException e) {
            // The schema knows the form of a date and not how many days February has.
            throw new UnsoundProtocol("a date or duration does not exist");
        }
    }

    private static Protocol.Delivery delivery(JsonNode document) {
        JsonNode delivery = document.get("delivery");
        return delivery == null
                ? Protocol.Delivery.UNSAID
                : new Protocol.Delivery(
                        Duration.parse(text(delivery, "normal")), Duration.parse(text(delivery, "emergency")));
    }

    static Stream<JsonNode> each(JsonNode node, String name) {
        JsonNode list = node.path(name);
        return StreamSupport.stream(list.spliterator(), false);
    }

    static String text(JsonNode node, String name) {
        return node.get(name).textValue();
    }

    static Optional<String> optional(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::textValue);
    }

    private static Protocol.Governance governance(JsonNode node) {
        return new Protocol.Governance(
                new AgencyId(text(node, "chair")), node.get("quorum").intValue());
    }

    private static Protocol.EnvelopeRule envelope(JsonNode node) {
        return new Protocol.EnvelopeRule(
                Duration.parse(text(node, "maximumAge")), Duration.parse(text(node, "clockSkew")));
    }

    private static Party party(JsonNode node) {
        return new Party(
                new AgencyId(text(node, "id")),
                text(node, "name"),
                text(node, "sector"),
                text(node, "controller"),
                Party.Regime.valueOf(text(node, "regime")),
                node.get("relevantAuthority").booleanValue(),
                node.get("publicAuthority").booleanValue(),
                text(node, "contact"),
                each(node, "certificates").map(ProtocolForm::certificate).toList(),
                each(node, "channels").map(ProtocolForm::channel).toList(),
                words(node, "alsoKnownAs"),
                each(node, "officers").map(ProtocolForm::officer).toList(),
                Optional.ofNullable(node.get("alternate")).map(ProtocolForm::alternate));
    }

    private static Party.Officer officer(JsonNode node) {
        return new Party.Officer(text(node, "name"), optional(node, "staffId"), text(node, "role"));
    }

    private static Party.Alternate alternate(JsonNode node) {
        return new Party.Alternate(
                text(node, "contact"),
                each(node, "certificates").map(ProtocolForm::certificate).toList());
    }

    private static Party.PinnedCertificate certificate(JsonNode node) {
        return new Party.PinnedCertificate(
                Party.PinnedCertificate.Use.valueOf(upper(text(node, "use"))), Digest.parse(text(node, "sha256")));
    }

    private static Party.Channel channel(JsonNode node) {
        Party.Channel channel = new Party.Channel(
                Door.valueOf(upper(text(node, "door"))),
                node.get("sends").booleanValue(),
                node.get("receives").booleanValue(),
                Assurance.valueOf(upper(text(node, "assurance"))));
        return optional(node, "address")
                .map(address -> channel.at(new Party.MailAddress(
                        address.toLowerCase(Locale.ROOT),
                        optional(node, "form")
                                .map(form -> Party.MailAddress.Form.valueOf(upper(form)))
                                .orElse(Party.MailAddress.Form.SMIME))))
                .orElse(channel);
    }

    private static Map<String, Integer> thresholds(JsonNode document) {
        // Two counts for one instrument are a finding of the lint, which sees the document; here the first stands.
        return each(document, "thresholds")
                .collect(Collectors.toMap(
                        node -> text(node, "instrument"),
                        node -> node.get("count").intValue(),
                        (first, second) -> first));
    }

    private static Protocol.Repeat repeat(JsonNode node) {
        return new Protocol.Repeat(node.get("months").intValue(), Protocol.Repeat.From.valueOf(text(node, "from")));
    }

    private static Protocol.Retention retention(JsonNode node) {
        return new Protocol.Retention(text(node, "document"), node.get("years").intValue());
    }

    /** Where nothing is said of it, it is reviewed within three days, and the chair's agency is told. */
    private static Protocol.Emergency emergency(JsonNode node, Protocol.Governance governance) {
        return new Protocol.Emergency(
                new ClauseId(text(node, "clause")),
                node.get("people").intValue(),
                node.get("hours").intValue(),
                optional(node, "review").map(Duration::parse).orElse(Duration.ofDays(3)),
                node.has("tell")
                        ? words(node, "tell").stream().map(AgencyId::new).toList()
                        : List.of(governance.chair()));
    }

    private static Protocol.LateReview lateReview(JsonNode node) {
        return new Protocol.LateReview(
                Duration.parse(text(node, "grace")), "continue".equals(text(node, "emergencies")));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /** All the texts of a list, in order. */
    static List<String> words(JsonNode node, String name) {
        return each(node, name).map(JsonNode::textValue).toList();
    }
}
