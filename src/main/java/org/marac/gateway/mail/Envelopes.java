package org.marac.gateway.mail;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/**
 * Makes the gateway's mails: signed, and then encrypted where the agency can decrypt. Outside stand addresses, a time, an id and a subject that is the
 * same for every mail; the same header stands inside the signature (RFC 9788).
 */
final class Envelopes {
    /** What every mail is about, as far as anybody on the way can see. */
    private static final String SUBJECT = "Secure message";

    private final Sealing sealing;
    private final String own;
    private final Clock clock;

    Envelopes(Sealing sealing, String own, Clock clock) {
        this.sealing = sealing;
        this.own = own;
        this.clock = clock;
    }

    /**
     * Signed, and encrypted where the agency has a certificate for that.
     *
     * @param more header fields of this mail
     * @param parts what it carries
     */
    Bytes closed(AgencyId agency, String address, List<Writing.Field> more, List<Bytes> parts) {
        List<Writing.Field> header = header(address, more);
        List<Writing.Field> inside = new ArrayList<>(header);
        header.forEach(field -> inside.add(new Writing.Field("HP-Outer", field.name() + ": " + field.value())));
        return sealing.encrypt()
                .encrypt(signed("cipher", inside, parts), agency)
                .map(cms -> Writing.part(
                        "application/pkcs7-mime; smime-type=authEnveloped-data; name=\"smime.p7m\"",
                        List.of(Writing.attached("smime.p7m")),
                        cms))
                .map(encrypted -> Writing.mail(header, encrypted))
                .orElseGet(() -> Writing.mail(header, signed("clear", header, parts)));
    }

    /** Signed only: what it carries is sealed by itself. */
    Bytes open(String address, List<Writing.Field> more, List<Bytes> parts) {
        List<Writing.Field> header = header(address, more);
        return Writing.mail(header, signed("clear", header, parts));
    }

    private Bytes signed(String protection, List<Writing.Field> inside, List<Bytes> parts) {
        Bytes content = Writing.multipart("multipart/mixed; hp=\"" + protection + "\"", inside, parts);
        Bytes signature = Writing.file(
                "application/pkcs7-signature", "smime.p7s", sealing.sign().sign(content));
        return Writing.multipart(
                "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=" + sealing.micalg(),
                List.of(),
                List.of(content, signature));
    }

    private List<Writing.Field> header(String address, List<Writing.Field> more) {
        List<Writing.Field> header = new ArrayList<>(List.of(
                new Writing.Field("From", own),
                new Writing.Field("To", address),
                new Writing.Field("Subject", SUBJECT),
                new Writing.Field(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)))));
        header.addAll(more);
        return header;
    }
}
