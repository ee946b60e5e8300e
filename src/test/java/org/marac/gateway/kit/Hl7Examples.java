package org.marac.gateway.kit;

import org.marac.gateway.model.Bytes;

/** HL7 v2 messages: the published example, and what becomes of it when a line is changed. */
public final class Hl7Examples {
    private Hl7Examples() {}

    /** The example as it goes over the wire: each segment ended by CR. */
    public static String referral() {
        return Examples.text("hospital-referral.hl7").replace('\n', '\r');
    }

    /** The example under another referral id and control id. */
    public static String referral(String id, String control) {
        return referral().replace(Examples.ID, id).replace("WDH-000117", control);
    }

    /** The same referral, for another event. */
    public static String event(String referral, String event) {
        return referral.replace("REF^I12^REF_I12", event);
    }

    /** Without the segments that begin so. */
    public static String without(String message, String beginning) {
        return message.lines().filter(line -> !line.startsWith(beginning)).reduce("", (all, line) -> all + line + "\r");
    }

    /** In UTF-8. */
    public static Bytes bytes(String message) {
        return Bytes.utf8(message);
    }
}
