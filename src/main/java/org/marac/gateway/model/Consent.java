package org.marac.gateway.model;

import java.util.Optional;

/**
 * The victim's consent. Preferred, not required; without it, why it is shared all the same is on record.
 *
 * @param state given, refused, not sought because unsafe …
 * @param victimAware whether the victim knows of the referral
 * @param withoutConsent the record of sharing without consent; required unless consent is given
 */
public record Consent(State state, Answer victimAware, Optional<WithoutConsent> withoutConsent) {

    /** Whether consent is given, or why it is shared without consent is on record. */
    public boolean isRecorded() {
        return state == State.GIVEN || withoutConsent.isPresent();
    }

    /** Where consent stands. */
    public enum State {
        GIVEN,
        REFUSED,
        NOT_SOUGHT_UNSAFE,
        NOT_POSSIBLE,
        WITHDRAWN
    }

    /**
     * Why it is shared without consent.
     *
     * @param reason one of the three reasons of the Data Protection Act 2018, Schedule 1, paragraph 18(2)
     * @param riskIfNotShared what may happen otherwise
     * @param decidedBy who decided, by role
     */
    public record WithoutConsent(Reason reason, Optional<String> riskIfNotShared, Optional<String> decidedBy) {
        /** Data Protection Act 2018, Schedule 1, paragraph 18(2)(a) to (c). */
        public enum Reason {
            CANNOT_BE_GIVEN,
            CANNOT_REASONABLY_BE_OBTAINED,
            WOULD_PREJUDICE_PROTECTION
        }
    }
}
