package org.marac.gateway.model;

/** By which way in or out? */
public enum Door {
    /** {@code POST /fhir/$process-message}, mutual TLS, shaped like the NHS Booking and Referral Standard. */
    FHIR("fhir"),
    /** The agency's own queue on the broker: AMQP 1.0 or CORE over mutual TLS. */
    QUEUE("queue"),
    /**
     * {@code POST /api/v1/messages}, mutual TLS, in; out the mailbox {@code /api/v1/mailbox}, from which an agency that can only
     * call out takes what waits for it.
     */
    REST("rest"),
    /** HL7 v2 over MLLP and mutual TLS: in the gateway's listener, out the agency's. */
    MLLP("mllp"),
    /** The agency's own folder on the gateway's SFTP server: spreadsheets and forms in, sealed disclosures out. */
    FILES("files"),
    /** Secure mail: S/MIME in, from the address and the certificate of the agency; S/MIME out. */
    MAIL("mail"),
    /** The queue of an agency's alternate contact, which nobody else of the agency can read. */
    ALTERNATE("alternate"),
    /** The MARAC record itself: a disclosure that is filed and not sent anywhere. */
    RECORD("record");

    private final String code;

    Door(String code) {
        this.code = code;
    }

    /** The name in the protocol, in audit entries and on the command line. */
    public String code() {
        return code;
    }
}
