package org.marac.gateway.format;

import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Refused;

final class Fhir {
    Message json(Bytes b, AgencyId sender, AgencyId self) throws Refused { throw Refusals.unsupported("x"); }
    Message xml(Bytes b, AgencyId sender, AgencyId self) throws Refused { throw Refusals.unsupported("x"); }
}
