import unittest


class T(unittest.TestCase):
    def test_ok(self):
        self.assertTrue(True)

    @unittest.skip("later")
    def test_skipped(self):
        pass


class Quiet(unittest.TextTestResult):
    pass


unittest.main(exit=True, testRunner=unittest.TextTestRunner(verbosity=2, descriptions=False, stream=open("/dev/null", "w")))
