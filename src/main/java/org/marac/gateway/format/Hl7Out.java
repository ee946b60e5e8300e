package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Label;

/**
 * A disclosure as an HL7 v2.5.1 message: a referral as REF^I12, what takes its place as REF^I13, a withdrawal as REF^I14, everything else as
 * MDM^T02, and what the gateway itself tells as RRI^I12. It always carries the sealed disclosure, whole, in an observation ({@code SEALED}); what it says beside that, it says of the
 * same view, with the codes with which the same is read. Documented in {@code docs/agency-it/hl7-out.md}.
 */
final class Hl7Out {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** A pseudonym (HL7 table 0200, S) that is none: HL7 requires a name. */
    private static final String UNNAMED = "^^^^^^S";

    private static final int ID_DIGITS = 20;
    private static final Set<String> RESTRICTING = Set.of(Label.R.name(), Label.V.name());
    private static final String REFERRAL = "REF_I12";
    private static final String DOCUMENT = "MDM_T02";

    private final Hl7Lines lines = new Hl7Lines();
    private final Hl7OutPeople people = new Hl7OutPeople(lines);
    private final Hl7OutWords words = new Hl7OutWords(lines, people);
    private final Envelope envelope;
    private final String id;
    private final Telling view;
    private final Telling content;

    private Hl7Out(Envelope envelope, Bytes sealed, JsonNode view) {
        this.envelope = envelope;
        this.id = id(sealed);
        this.view = Telling.of(view);
        this.content = this.view
                .within("referral")
                .or(() -> this.view.within("information"))
                .orElse(this.view);
    }

    /**
     * The message.
     *
     * @param envelope what is sealed, its content a canonical view
     * @param sealed the same, sealed
     * @param clear whether it says what the view says; otherwise only what an engine needs to pass it on
     */
    static Bytes write(Envelope envelope, Bytes sealed, JsonNode view, boolean clear) {
        return new Hl7Out(envelope, sealed, view).message(sealed, clear);
    }

    /**
     * What the gateway itself tells an agency about a referral of its own, as RRI^I12: sealed, and beside that only which referral.
     *
     * @param envelope what is sealed, its content a notice in JSON
     */
    static Bytes answer(Envelope envelope, Bytes sealed, JsonNode notice) {
        return new Hl7Out(envelope, sealed, notice).answer(sealed);
    }

    private Bytes answer(Bytes sealed) {
        header("RRI^I12^RRI_I12");
        lines.segment(
                "RF1",
                "P",
                "",
                marac(),
                "",
                "",
                Hl7Lines.component(view.text("message").orElse(""), recipient().value()),
                day(envelope.created()));
        lines.segment("PRD", "RT", "", "", "^^^" + envelope.from().value());
        lines.segment("PID", "1", "", number(), "", UNNAMED);
        lines.segment("OBR", "1", "", number(), marac());
        handling();
        sealed(sealed);
        return lines.bytes();
    }

    /** MSH-10: the first twenty digits of the digest under which the audit log knows what is sealed; the same on every try. */
    static String id(Bytes sealed) {
        return sealed.digest().hex().substring(0, ID_DIGITS).toUpperCase(Locale.ROOT);
    }

    private Bytes message(Bytes sealed, boolean clear) {
        String event = event();
        header(event);
        boolean referral = event.startsWith("REF");
        if (referral) {
            referred(event, clear);
        } else {
            lines.segment("EVN", "", TIME.format(envelope.created()));
        }
        if (clear) {
            people.victim(content.within("victim").orElse(content), number(), isRestricted());
        } else {
            lines.segment("PID", "1", "", number(), "", UNNAMED);
        }
        if (referral) {
            lines.segment("OBR", "1", "", number(), marac());
        } else {
            lines.segment("PV1", "1", "N");
            document();
        }
        handling();
        view.within("withdrawal")
                .ifPresent(why -> lines.observe(
                        "CE",
                        "WITHDRAWAL",
                        why.text("reason")
                                .map(reason -> reason.toLowerCase(Locale.ROOT).replace('_', '-'))));
        if (clear) {
            said();
        }
        sealed(sealed);
        return lines.bytes();
    }

    private void sealed(Bytes sealed) {
        String data = Base64.getEncoder().encodeToString(sealed.toArray());
        lines.observe("ED", "SEALED", "", Hl7Lines.component("", "application", "pkcs7-mime", "Base64", data));
    }

    private static String marac() {
        return Hl7Lines.component(Hl7Codes.MARAC, "MARAC referral", Hl7Codes.SYSTEM);
    }

    private String event() {
        if (view.has("withdrawal")) {
            return "REF^I14^" + REFERRAL;
        }
        if (view.has("referral")) {
            return "REF^I13^" + REFERRAL;
        }
        return view.text("kind").filter("REFERRAL"::equals).isPresent() ? "REF^I12^" + REFERRAL : "MDM^T02^" + DOCUMENT;
    }

    private void header(String event) {
        lines.segment(
                "MSH",
                "^~\\&",
                "MARAC",
                envelope.from().value(),
                "",
                recipient().value(),
                TIME.format(envelope.created()),
                "",
                event,
                id,
                "P",
                "2.5.1",
                "",
                "",
                "",
                "",
                "GBR",
                "UNICODE UTF-8");
    }

    private AgencyId recipient() {
        return envelope.to().get(0);
    }

    /** RF1 and who refers to whom. */
    private void referred(String event, boolean clear) {
        boolean first = event.startsWith("REF^I12");
        String named = first ? envelope.id().value() : view.text("corrects").orElse("");
        boolean emergency = view.within("header")
                .flatMap(header -> header.text("emergency"))
                .filter("true"::equals)
                .isPresent();
        lines.segment(
                "RF1",
                "P",
                emergency ? "S" : "R",
                marac(),
                "",
                "",
                Hl7Lines.component(named, originator()),
                day(envelope.created()),
                "",
                "",
                "",
                first ? "" : envelope.id().value());
        Optional<Telling> referrer = clear ? content.within("referrer") : Optional.empty();
        lines.segment(
                "PRD",
                "RP",
                referrer.flatMap(who -> who.text("name")).map(Hl7Lines::text).orElse(""),
                "",
                referrer.flatMap(who -> who.text("team"))
                        .map(team -> "^^^^^^^^" + Hl7Lines.text(team))
                        .orElse("^^^" + originator()),
                Hl7Lines.repeated(referrer.map(Hl7Out::reached).orElse(List.of())));
        lines.segment("PRD", "RT", "", "", "^^^" + recipient().value());
    }

    private static List<String> reached(Telling who) {
        return Stream.of(
                        who.text("telephone").map(Hl7Lines::text),
                        who.text("email").map(mail -> Hl7Lines.component("", "NET", "Internet", mail)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** TXA: for a MARAC, authenticated, very restricted. */
    private void document() {
        lines.segment(
                "TXA",
                "1",
                Hl7Codes.MARAC,
                "TX",
                TIME.format(envelope.created()),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                Hl7Lines.component(envelope.id().value(), originator()),
                view.text("corrects").map(Hl7Lines::text).orElse(""),
                "",
                "",
                "",
                "AU",
                "V");
    }

    /** The duties and grounds that travel with a disclosure: no personal data. */
    private void handling() {
        envelope.handling().ifPresent(handling -> {
            lines.observe("ST", "MARKING", "", Hl7Lines.text(handling.marking()));
            lines.observe("ST", "ORIGINATOR", "", handling.originator().value());
            lines.observe("CE", "PURPOSE", "", handling.purpose().name());
            handling.clauses().forEach(clause -> lines.observe("ST", "CLAUSE", "", clause.value()));
            handling.obligations().forEach(duty -> lines.observe("CE", "DUTY", "", duty.name()));
            handling.keepOutOf().forEach(role -> lines.observe("CE", "KEEP-OUT-OF-RECORD-OF", "", role.name()));
            handling.expires().ifPresent(until -> lines.observe("TS", "EXPIRES", "", TIME.format(until)));
        });
    }

    private void said() {
        content.within("referrer")
                .ifPresent(who ->
                        lines.observe("ST", "REFERRER-ROLE", who.text("role").map(Hl7Lines::prose)));
        Optional<Telling> victim = content.within("victim");
        victim.ifPresent(people::more);
        words.parties(content);
        words.referral(content);
        words.items(content);
        view.within("header").ifPresent(header -> {
            words.header(header);
            List.of("id", "sender", "created", "purpose", "correlation", "inReplyTo", "marking")
                    .forEach(header::text);
        });
        List.of("kind", "version", "corrects").forEach(view::text);
        view.rest().forEach(lines::note);
    }

    private boolean isRestricted() {
        return view.within("header").stream()
                .flatMap(header -> header.seen("labels").stream())
                .anyMatch(RESTRICTING::contains);
    }

    /** HL7 requires a number of the patient: where none may be told, the message's own. */
    private String number() {
        return Hl7Lines.component(id, "", "", Hl7Codes.MARAC);
    }

    private String originator() {
        return envelope.handling()
                .map(handling -> handling.originator().value())
                .orElse(envelope.from().value());
    }

    private static String day(Instant at) {
        return TIME.format(at).substring(0, 8);
    }
}
