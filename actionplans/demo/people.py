"""The demo accounts: roles, not persons. Their password is common.demo.DEMO_PASSWORD."""

from dataclasses import dataclass

from replikasi.accounts.models import User

Role = User.Role
DOMAIN = "contoh.example"  # a domain that is reserved for examples and never delivers mail


@dataclass(frozen=True)
class Account:
    """`place` is an innovation whose adopting agency it is, or a kind of agency, or nothing."""

    username: str
    name: str
    role: str
    position: str
    place: str = ""


def _agency(username, short, innovation, unit):
    return (
        Account(username, f"Staf {short}", Role.STAF, f"Staf {unit}", innovation),
        Account(f"{username}.kepala", f"Kepala {short}", Role.KEPALA, "Kepala Dinas", innovation),
    )


ACCOUNTS = (
    *_agency("koperasi", "Dinkop UKM", "Rajutan SiBakul Jogja", "Bidang UKM"),
    *_agency("pertanian", "DKPP", "Aksi Tali Intan", "Bidang Perlindungan Tanaman"),
    *_agency("pariwisata", "Disparbud", "Sip Banget", "Bidang Destinasi"),
    *_agency("pendidikan", "Dindikpora", "Bersama Jogja Belajar Class", "Bidang SMP"),
    Account("litbang", "Verifikator Litbang", Role.LITBANG, "Bidang Litbang", "bappelitbang"),
    Account("fasilitator", "Fasilitator UBB", Role.FASILITATOR, "Dosen pendamping", "universitas"),
    Account("pimpinan", "Pimpinan Daerah", Role.PIMPINAN, "Sekretaris Daerah", "setda"),
    Account("admin", "Admin Portal", Role.ADMIN, "Pengelola portal"),
)
