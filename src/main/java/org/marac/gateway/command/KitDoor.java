package org.marac.gateway.command;

import java.util.List;
import java.util.Locale;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Party.PinnedCertificate.Use;

/** The doors that the onboarding kit knows. A new one is one more line here, and how to knock at it. */
enum KitDoor {
    /** What is sealed goes to the agency's queue; its disclosures and receipts wait at others of its own. */
    QUEUE(List.of("queue-in", "queue-out"), Assurance.SIGNED, true, 5671, "referral.json", Knock::queue),
    /** The HTTPS door is one for all agencies: there is no route to write. */
    REST(List.of(), Assurance.SIGNED, true, 8443, "referral.json", Knock::rest),
    FHIR(List.of(), Assurance.CHANNEL, false, 8443, "referral.fhir.json", Knock::fhir),
    /** The listener is one for all agencies; what is for an agency goes to a listener of its own where it agrees one. */
    MLLP(List.of(), Assurance.CHANNEL, false, 2575, "referral.hl7", Knock::mllp),
    /** The SFTP server is one for all agencies; what is for the agency is written into its own folder. */
    FILES(List.of("files-out"), Assurance.SIGNED, true, 2222, "referral.json", Knock::files),
    /** To the gateway's mailbox; which servers are on the way, the agency's own account says. */
    MAIL(List.of("mail-out"), Assurance.CHANNEL, true, 465, "referral.json", Knock::mail);

    private final List<String> templates;
    private final Assurance assurance;
    private final boolean receives;
    private final int port;
    private final String sample;
    private final Knock knock;

    KitDoor(List<String> templates, Assurance assurance, boolean receives, int port, String sample, Knock knock) {
        this.templates = templates;
        this.assurance = assurance;
        this.receives = receives;
        this.port = port;
        this.sample = sample;
        this.knock = knock;
    }

    /** Its name in the protocol. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The templates of {@code routes/doors} that an agency at this door needs. */
    List<String> templates() {
        return templates;
    }

    /** Whether what is sent here is sealed. */
    boolean seals() {
        return assurance == Assurance.SIGNED;
    }

    /** Its usual port. */
    int port() {
        return port;
    }

    /** The test message, under {@code onboard/}. */
    String sample() {
        return sample;
    }

    /** What the test message is. */
    MediaType type() {
        if (sample.endsWith(".hl7")) {
            return MediaType.HL7;
        }
        return sample.endsWith(".fhir.json") ? MediaType.FHIR_JSON : MediaType.CANONICAL;
    }

    Knock knock() {
        return knock;
    }

    /** Every certificate that an agency at this door uses. */
    List<Use> uses() {
        return this == MAIL
                ? List.of(Use.SIGN, Use.ENCRYPT, Use.TLS, Use.MAIL)
                : List.of(Use.SIGN, Use.ENCRYPT, Use.TLS);
    }

    /** The channel as the protocol writes it. */
    String channel(String address) {
        String channel = channel();
        return this == MAIL ? channel.replace("}", ", address: \"" + address + "\"}") : channel;
    }

    /** The channel, as far as it is the same for everyone. */
    String channel() {
        return "{door: " + code() + ", sends: true, receives: " + receives + ", assurance: "
                + assurance.name().toLowerCase(Locale.ROOT) + "}";
    }
}
