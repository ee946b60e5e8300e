package org.marac.gateway.intake;

import java.util.Map;
import java.util.Set;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/**
 * What a refusal is in HL7 v2.
 *
 * @param rejected whether it is refused for what surrounds it ({@code AR}) and not for what it says ({@code AE}); HL7 v2.5.1 §2.9.2
 * @param code of HL7 table 0357
 * @param words what the table says of it
 */
record MllpCondition(boolean rejected, int code, String words) {
    private static final Map<Integer, String> WORDS = Map.of(
            101, "Required field missing",
            102, "Data type error",
            103, "Table value not found",
            104, "Value too long",
            200, "Unsupported message type",
            201, "Unsupported event code",
            202, "Unsupported processing id",
            203, "Unsupported version id",
            204, "Unknown key identifier",
            205, "Duplicate key identifier");

    private static final Map<String, Integer> HEADERS = Map.of(
            "message-type-not-supported", 200,
            "event-not-supported", 201,
            "processing-id-not-supported", 202,
            "version-not-supported", 203);

    private static final Set<RefusalCode> AROUND = Set.of(
            RefusalCode.UNKNOWN_PEER,
            RefusalCode.NO_PROTOCOL_IN_FORCE,
            RefusalCode.NOT_A_SIGNATORY,
            RefusalCode.CHANNEL_NOT_AGREED,
            RefusalCode.CERTIFICATE_REJECTED);

    static MllpCondition of(Refusal refusal) {
        String reason = refusal.reason().orElse("");
        int code = HEADERS.getOrDefault(reason, code(refusal.code(), reason));
        return new MllpCondition(
                HEADERS.containsKey(reason) || AROUND.contains(refusal.code()),
                code,
                WORDS.getOrDefault(code, "Application error"));
    }

    private static int code(RefusalCode refused, String reason) {
        return switch (refused) {
            case CONFLICT -> 205;
            case NOT_CORRECTABLE -> 204;
            case TOO_LARGE -> 104;
            case UNREADABLE -> 102;
            case UNSUPPORTED -> 103;
            case INVALID -> {
                if (reason.endsWith("missing") || reason.equals("missing-property")) {
                    yield 101;
                }
                yield reason.equals("not-in-list") ? 103 : 102;
            }
            default -> 207;
        };
    }
}
