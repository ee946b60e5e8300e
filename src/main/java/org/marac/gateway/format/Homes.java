package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Refused;

/**
 * Where does a person live, and which of it must the alleged perpetrator never learn? Doubt makes an address a safe one: one that is marked,
 * that is temporary, that comes second, or that belongs to a record marked restricted.
 *
 * @param usual the usual address
 * @param safe the address to be kept safe
 */
record Homes(Optional<Person.Address> usual, Optional<Person.Address> safe) {
    private static final String MARK = Codes.EXTENSION + "safe-address";

    /**
     * The homes among the addresses of a resource.
     *
     * @param restricted whether the resource carries a confidentiality label that withholds addresses
     * @throws Refused where there are more than the canonical form has places for: none is dropped in silence
     */
    static Homes of(List<Address> addresses, boolean restricted, String type) throws Refused {
        List<Person.Address> usual = new ArrayList<>();
        List<Person.Address> safe = new ArrayList<>();
        for (Address address : addresses) {
            if (address.getUse() == AddressUse.OLD || address.isEmpty()) {
                continue;
            }
            boolean marked = Fields.isTrue(Fields.extension(address.getExtension(), MARK));
            boolean ordinary = !marked && !restricted && address.getUse() != AddressUse.TEMP && usual.isEmpty();
            (ordinary ? usual : safe).add(home(address));
        }
        if (safe.size() > 1) {
            throw Refusals.invalid("too-many", type + ".address");
        }
        return new Homes(usual.stream().findFirst(), safe.stream().findFirst());
    }

    private static Person.Address home(Address address) {
        List<String> lines = new ArrayList<>();
        address.getLine().forEach(line -> Fields.text(line.getValue()).ifPresent(lines::add));
        Fields.text(address.getCity()).filter(c -> !lines.contains(c)).ifPresent(lines::add);
        Fields.text(address.getDistrict()).filter(d -> !lines.contains(d)).ifPresent(lines::add);
        if (lines.isEmpty()) {
            Fields.text(address.getText()).ifPresent(lines::add);
        }
        return new Person.Address(
                lines, Fields.text(address.getPostalCode()), Fields.local(address.getExtension(), "uprn"));
    }
}
