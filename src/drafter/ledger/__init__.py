"""The register of applications (依申请公开台账): its rows by columns, and what they count to."""
