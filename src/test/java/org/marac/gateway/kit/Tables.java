package org.marac.gateway.kit;

/** Tables as agencies' staff write them. */
public final class Tables {
    /** Headers that the example's agencies use, its line end included. */
    public static final String HEADER =
            "Referral reference,Date of Referral,Referred By Name,Victim name,Victim DOB,Contact Telephone No.,"
                    + "Alleged perpetrator,Professional judgement,Rationale,Does the client consent to this referral\n";

    private Tables() {}
}
