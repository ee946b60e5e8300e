package org.marac.gateway.format;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;

/**
 * What stands around what a message of ours says, and is there whether it says anything or not: who it is from and for, which
 * referral it is about, the duties that travel with it, and the sealed disclosure itself.
 */
final class Hl7OutFrame {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** A pseudonym (HL7 table 0200, S) that is none: HL7 requires a name. */
    private static final String UNNAMED = "^^^^^^S";

    private final Hl7Lines lines;
    private final Envelope envelope;
    private final String id;

    /** @param id of the message, MSH-10 */
    Hl7OutFrame(Hl7Lines lines, Envelope envelope, String id) {
        this.lines = lines;
        this.envelope = envelope;
        this.id = id;
    }

    /** MSH. */
    void header(String event) {
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

    /** EVN: when. */
    void event() {
        lines.segment("EVN", "", TIME.format(envelope.created()));
    }

    /**
     * RF1 and who refers to whom.
     *
     * @param first whether it is a referral, and not what takes the place of one
     * @param referrer who refers, where that may be said
     */
    void referred(boolean first, Telling view, Optional<Telling> referrer) {
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
        lines.segment(
                "PRD",
                "RP",
                referrer.flatMap(who -> who.text("name")).map(Hl7Lines::text).orElse(""),
                "",
                referrer.flatMap(who -> who.text("team"))
                        .map(team -> "^^^^^^^^" + Hl7Lines.text(team))
                        .orElse("^^^" + originator()),
                Hl7Lines.repeated(referrer.map(Hl7OutFrame::reached).orElse(List.of())));
        lines.segment("PRD", "RT", "", "", "^^^" + recipient().value());
    }

    /** RF1 and who answers, of a referral of the recipient's own. */
    void answered(String referral) {
        lines.segment(
                "RF1",
                "P",
                "",
                marac(),
                "",
                "",
                Hl7Lines.component(referral, recipient().value()),
                day(envelope.created()));
        lines.segment("PRD", "RT", "", "", "^^^" + envelope.from().value());
    }

    private static List<String> reached(Telling who) {
        return Stream.of(
                        who.text("telephone").map(Hl7Lines::text),
                        who.text("email").map(mail -> Hl7Lines.component("", "NET", "Internet", mail)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** PID of a patient of whom nothing is said. */
    void unnamed() {
        lines.segment("PID", "1", "", number(), "", UNNAMED);
    }

    /** OBR: what is asked for is a MARAC. */
    void request() {
        lines.segment("OBR", "1", "", number(), marac());
    }

    /** PV1, and TXA: for a MARAC, authenticated, very restricted. */
    void document(Telling view) {
        lines.segment("PV1", "1", "N");
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
    void handling() {
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

    /** The sealed disclosure, whole. */
    void sealed(Bytes sealed) {
        String data = Base64.getEncoder().encodeToString(sealed.toArray());
        lines.observe("ED", "SEALED", "", Hl7Lines.component("", "application", "pkcs7-mime", "Base64", data));
    }

    /** HL7 requires a number of the patient: where none may be told, the message's own. */
    String number() {
        return Hl7Lines.component(id, "", "", Hl7Codes.MARAC);
    }

    private static String marac() {
        return Hl7Lines.component(Hl7Codes.MARAC, "MARAC referral", Hl7Codes.SYSTEM);
    }

    private AgencyId recipient() {
        return envelope.to().get(0);
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
