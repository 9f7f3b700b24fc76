"""Decisions on a plan: submit, approve, return, revise, close."""

from django.urls import reverse

from actionplans import access
from actionplans.forms import ReasonForm, RevisionForm
from actionplans.services import plans

from .confirm import ask_and_do


def _decide(request, pk, perm, *, verb, **words):
    plan = access.get_plan(request.user, pk, perm)
    back = reverse("plan", args=[pk])

    def do(cleaned):
        seen = request.POST.get("seen") or None
        values = {name: value for name, value in cleaned.items() if name != "seen"}
        verb(plan=plan, by=request.user, seen=seen, **values)

    return ask_and_do(
        request,
        verb=do,
        back=back,
        crumb=[(reverse("plan_list"), "Rencana"), (back, plan.replication.title)],
        **words,
    )


def submit(request, pk):
    return _decide(
        request,
        pk,
        "actionplans.submit_plan",
        verb=plans.submit_plan,
        title="Ajukan rencana aksi?",
        text="Selama menunggu keputusan Litbang, rencana tidak dapat diubah.",
        label="Ajukan rencana",
        done="Rencana diajukan. Litbang sudah diberi tahu.",
    )


def approve(request, pk):
    return _decide(
        request,
        pk,
        "actionplans.decide_plan",
        verb=plans.approve_plan,
        title="Setujui rencana aksi?",
        text="Isinya dibekukan sebagai versi yang menjadi ukuran laporan triwulan.",
        label="Setujui rencana",
        done="Rencana disetujui. OPD dan fasilitator sudah diberi tahu.",
    )


def send_back(request, pk):
    return _decide(
        request,
        pk,
        "actionplans.decide_plan",
        verb=plans.return_plan,
        form_class=ReasonForm,
        title="Kembalikan rencana aksi",
        text="OPD melihat alasan ini di atas rencananya.",
        label="Kembalikan",
        done="Rencana dikembalikan. OPD sudah diberi tahu.",
        bad=True,
    )


def revise(request, pk):
    return _decide(
        request,
        pk,
        "actionplans.submit_plan",
        verb=plans.revise_plan,
        form_class=RevisionForm,
        title="Buka revisi",
        text="Selama revisi, laporan tetap diukur dengan versi yang terakhir disetujui.",
        label="Buka revisi",
        done="Revisi dibuka. Ubah tonggaknya, lalu ajukan lagi.",
    )


def finish(request, pk):
    return _decide(
        request,
        pk,
        "actionplans.decide_plan",
        verb=plans.finish_plan,
        title="Tutup rencana aksi?",
        text="Rencana yang ditutup tidak menerima progres atau laporan lagi.",
        label="Tutup rencana",
        done="Rencana ditutup.",
    )
